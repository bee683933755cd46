package typeset

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var style = TextStyle{Face: Face{Family: Serif}, Size: 10, Leading: 15}

func newWords(t testing.TB) *Words {
	t.Helper()
	fonts, err := LoadFonts()
	if err != nil {
		t.Fatal(err)
	}
	return NewWords(fonts)
}

func textOf(lines []line) []string {
	var out []string
	for _, l := range lines {
		var b strings.Builder
		for _, a := range l.atoms {
			b.WriteString(a.word.text)
		}
		out = append(out, b.String())
	}
	return out
}

// Whatever the words are, each stands once and in order, and no line is wider than its room.
func TestLinesHoldEveryWordAndFit(t *testing.T) {
	words := newWords(t)
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.StringMatching(`[a-zé]{1,12}|[a-z]{60,90}|[0-9]{1,4}[,;.]|« [a-z]{2,6} »|[a-z]{1,4}-[a-z]{1,6}|ᐃᓄᒃ|שלום|👍`), 1, 60).Draw(t, "words")
		width := rapid.Float64Range(30, 300).Draw(t, "width")
		text := strings.Join(list, " ")
		atoms := words.narrow(words.atoms([]Inline{{Text: text}}, style, "fr", nil, false), width)
		lines := breakLines(atoms, width, width)
		if got := strings.Join(textOf(lines), ""); got != text {
			t.Fatalf("%q became %q", text, got)
		}
		for i, l := range lines {
			if l.width > width+0.02 {
				t.Fatalf("line %d is %.2f wide, its room is %.2f: %q", i, l.width, width, textOf(lines)[i])
			}
		}
	})
}

func TestLinesAreEven(t *testing.T) {
	words := newWords(t)
	atoms := words.atoms([]Inline{{Text: strings.Repeat("A line of words that is set ragged, and no shorter than need be. ", 12)}}, style, "en", nil, false)
	for i, l := range breakLines(atoms, 320, 320) {
		if !l.last && l.width < 320*0.8 {
			t.Errorf("line %d leaves %.0f of 320 points free", i, 320-l.width)
		}
	}
}

func TestWhereLinesEnd(t *testing.T) {
	words := newWords(t)
	for text, want := range map[string][]string{
		"Où en est-on? A-t-elle raison?":     {"Où en", "est-on?", "A-t-elle", "raison?"},
		"la Colombie-Britannique":            {"la Colombie-", "Britannique"},
		"un e-mail, peut-être":               {"un e-mail,", "peut-être"},
		"«\u00a0non\u00a0» et 10\u00a0% oui": {"«\u00a0non\u00a0» et", "10\u00a0% oui"},
		"one two":                            {"one two"},
	} {
		var got []string
		for _, s := range textOf(breakLines(words.atoms([]Inline{{Text: text}}, style, "fr", nil, false), 62, 62)) {
			got = append(got, strings.TrimSpace(s))
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q ends its lines %q, want %q", text, got, want)
		}
	}
}

// A heading is as few lines as it can be, of about one length, and ends none within a word.
func TestBalancedLines(t *testing.T) {
	words := newWords(t)
	lines := balanced(words.atoms([]Inline{{Text: "Une équipe de la Colombie-Britannique engagée en dix-sept jours"}}, style, "fr", nil, false), 190)
	if len(lines) != 2 || lines[0].width-lines[1].width > 90 || lines[1].width-lines[0].width > 90 || strings.HasSuffix(strings.TrimSpace(textOf(lines)[0]), "-") {
		t.Errorf("%q", textOf(lines))
	}
}

// UAX 9: what runs from right to left stands in that order, numbers inside of it do not.
func TestVisualOrder(t *testing.T) {
	words := newWords(t)
	atoms := words.atoms([]Inline{{Text: "one שלום עולם two"}}, style, "en", nil, false)
	xs := places(atoms, 0, false)
	at := map[string]float64{}
	for i, a := range atoms {
		at[a.word.text] = xs[i]
	}
	if !(at["one"] < at["עולם"] && at["עולם"] < at["שלום"] && at["שלום"] < at["two"]) {
		t.Errorf("%v", at)
	}
}
