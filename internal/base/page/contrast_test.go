package page

import (
	"math"
	"testing"
)

func TestTokensHaveContrast(t *testing.T) {
	for theme, tokens := range themes(t) {
		for _, p := range pairings() {
			wantRatio(t, theme, tokens, p)
		}
	}
}

func wantRatio(t *testing.T, theme scheme, tokens palette, pair pairing) {
	t.Helper()
	for _, name := range []string{pair.front, pair.ground} {
		if tokens[name] == "" {
			t.Fatalf("%s: no token --%s", theme, name)
		}
	}
	if got := ratio(tokens[pair.front], tokens[pair.ground]); got < pair.least {
		t.Errorf("%s: --%s on --%s is %.2f:1, needs %.1f:1", theme, pair.front, pair.ground, got, pair.least)
	}
}

// The choice of high contrast and the browser's wish for it give the same sheet.
func TestHighContrastIsOneSheet(t *testing.T) {
	all := themes(t)
	for _, light := range []string{"light", "dark"} {
		chosen, wished := all[scheme("contrast "+light)], all[scheme("wished "+light)]
		for name, c := range chosen {
			if wished[name] != c {
				t.Errorf("--%s is %s by choice and %s by wish", name, c, wished[name])
			}
		}
	}
}

func themes(t *testing.T) map[scheme]palette {
	t.Helper()
	list, err := palettes()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 6 {
		t.Fatalf("read %d sheets, want 6", len(list))
	}
	return list
}

func TestRatio(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#777777", "#ffffff", 4.48}, {"#ffffff", "#ffffff", 1}} {
		if got := ratio(c.a, c.b); math.Abs(got-c.want) > 0.01 {
			t.Errorf("ratio(%s, %s) = %.2f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}
