package page

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// WCAG 2.2: 1.4.3 asks 4.5:1 of text, 1.4.11 asks 3:1 of what makes a control
// or a graphic known.
const (
	textRatio = 4.5
	partRatio = 3.0
)

// grounds are what text stands on; every text colour is measured on each.
var grounds = []string{"ground", "sheet", "sunk"}

var textPairs = [][2]string{
	{"ink", "accent-ground"}, {"ink-2", "accent-ground"}, {"accent", "accent-ground"}, {"accent-deep", "accent-ground"},
	{"ink", "done-ground"}, {"ink", "warn-ground"}, {"ink", "wrong-ground"}, {"accent", "done-ground"}, {"accent", "warn-ground"}, {"accent", "wrong-ground"},
	{"done", "done-ground"}, {"warn", "warn-ground"}, {"wrong", "wrong-ground"},
	{"ink", "mark"}, {"accent", "mark"}, {"on-accent", "accent"}, {"on-accent", "accent-deep"},
}

var partPairs = [][2]string{
	{"line-strong", "ground"}, {"line-strong", "sheet"}, {"line-strong", "sunk"},
	{"accent", "ground"}, {"accent", "sheet"}, {"done", "ground"}, {"warn", "ground"}, {"wrong", "sheet"},
}

func TestTokensHaveContrast(t *testing.T) {
	for theme, tokens := range themes(t) {
		pairs := textPairs
		for _, text := range []string{"ink", "ink-2", "accent", "accent-deep", "done", "warn", "wrong"} {
			for _, g := range grounds {
				pairs = append(pairs, [2]string{text, g})
			}
		}
		for _, p := range pairs {
			wantRatio(t, theme, tokens, p, textRatio)
		}
		for _, p := range partPairs {
			wantRatio(t, theme, tokens, p, partRatio)
		}
	}
}

func wantRatio(t *testing.T, theme string, tokens map[string]string, pair [2]string, want float64) {
	t.Helper()
	for _, name := range pair {
		if tokens[name] == "" {
			t.Fatalf("%s: no token --%s", theme, name)
		}
	}
	if got := ratio(tokens[pair[0]], tokens[pair[1]]); got < want {
		t.Errorf("%s: --%s on --%s is %.2f:1, needs %.1f:1", theme, pair[0], pair[1], got, want)
	}
}

// The choice of high contrast and the browser's wish for it give the same sheet.
func TestHighContrastIsOneSheet(t *testing.T) {
	all := themes(t)
	for _, scheme := range []string{"light", "dark"} {
		chosen, wished := all["contrast "+scheme], all["wished "+scheme]
		for name, c := range chosen {
			if wished[name] != c {
				t.Errorf("--%s is %s by choice and %s by wish", name, c, wished[name])
			}
		}
	}
}

var (
	block = regexp.MustCompile(`(?s)(:root[^{]*)\{([^{}]*)\}`)
	token = regexp.MustCompile(`--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)`)
)

// themes reads css/tokens.css: each sheet in its light and dark form.
func themes(t *testing.T) map[string]map[string]string {
	t.Helper()
	data, err := os.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{":root ": "plain", `:root[data-theme="contrast"] `: "contrast", `:root:not([data-theme="light"], [data-theme="dark"]) `: "wished"}
	list := map[string]map[string]string{}
	for _, b := range block.FindAllStringSubmatch(string(data), -1) {
		found := token.FindAllStringSubmatch(b[2], -1)
		if len(found) == 0 {
			continue
		}
		name, known := names[b[1]]
		if !known {
			t.Fatalf("tokens.css has a block that is not measured: %s", b[1])
		}
		light, dark := map[string]string{}, map[string]string{}
		for _, f := range found {
			light[f[1]], dark[f[1]] = f[2], f[3]
		}
		list[name+" light"], list[name+" dark"] = light, dark
	}
	if len(list) != 6 {
		t.Fatalf("read %d sheets, want 6", len(list))
	}
	return list
}

// ratio is the contrast of two colours, WCAG 2.2 “contrast ratio”.
func ratio(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// luminance is WCAG 2.2 “relative luminance” of #rrggbb.
func luminance(hex string) float64 {
	weights := []float64{0.2126, 0.7152, 0.0722}
	sum := 0.0
	for i, w := range weights {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			panic(fmt.Sprintf("not a colour: %q", hex))
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += w * c
	}
	return sum
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
