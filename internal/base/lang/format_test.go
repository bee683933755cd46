package lang

import (
	"math"
	"slices"
	"testing"
	"time"
)

// Expected values are those of needs A6.8 (the federal and Québec style guides).
func TestNumbers(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Number("en", 1234.56, 2), "1,234.56"},
		{Number("fr", 1234.56, 2), "1\u00a0234,56"},
		{Number("fr", 1234567, 0), "1\u00a0234\u00a0567"},
		{Number("en", 999, 0), "999"},
		{Number("en", -1000, 0), "−1,000"},
		{Number("fr", -0.001, 2), "0,00"},
		{Number("en", math.NaN(), 1), "–"},
		{Number("en", math.Inf(1), 1), "–"},
		{Number("iu-Cans", 1234.5, 1), "1,234.5"},
		{Percent("en", 0.1, 0), "10%"},
		{Percent("fr", 0.1, 0), "10\u00a0%"},
		{Percent("fr-CA", 0.125, 1), "12,5\u00a0%"},
		{Dollars("en", 10), "$10"},
		{Dollars("fr", 10), "10\u00a0$"},
		{Dollars("en", -1234.5), "−$1,234.50"},
		{Dollars("fr", 1234.5), "1\u00a0234,50\u00a0$"},
		{Minutes("en", 1), "1\u00a0minute"},
		{Minutes("en", 45), "45\u00a0minutes"},
		{Minutes("fr", 0), "0\u00a0minute"},
		{Minutes("en", 120), "2\u00a0hours"},
		{Minutes("fr", 90), "1\u00a0heure 30\u00a0minutes"},
		{Bytes("en", 0), "0\u00a0bytes"},
		{Bytes("fr", 1), "1\u00a0octet"},
		{Bytes("en", 1440), "1.4\u00a0kB"},
		{Bytes("fr", 1_440_000), "1,4\u00a0Mo"},
		{Bytes("fr", 999_700), "1,0\u00a0Mo"},
		{Bytes("en", 38_000), "38\u00a0kB"},
		{Bytes("en", 5_000_000_000_000_000), "5,000\u00a0TB"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// From the CLDR plural rules, including the French "many" of CLDR 38.
func TestPlural(t *testing.T) {
	for _, c := range []struct {
		tag  Tag
		n    float64
		want Category
	}{
		{"en", 0, "other"}, {"en", 1, "one"}, {"en", 1.5, "other"}, {"en", 2, "other"},
		{"fr", 0, "one"}, {"fr", 1, "one"}, {"fr", 1.9, "one"}, {"fr", 2, "other"},
		{"fr", 1_000_000, "many"}, {"fr", 2e9, "many"}, {"fr", 1_000_001, "other"}, {"fr", 1e15, "many"},
		{"iu-Cans", 2, "two"}, {"pl", 3, "few"}, {"ar", 0, "zero"}, {"not a tag", 1, "other"},
	} {
		if got := Plural(c.tag, c.n); got != c.want {
			t.Errorf("Plural(%s, %v) = %q, want %q", c.tag, c.n, got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	eastern := time.FixedZone("EST", -5*3600)
	at := time.Date(2026, 11, 23, 13, 30, 0, 0, eastern)
	first := time.Date(2027, 1, 1, 9, 5, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{Date("en", at), "November\u00a023, 2026"},
		{Date("fr", at), "23\u00a0novembre 2026"},
		{Date("fr", first), "1er\u00a0janvier 2027"},
		{Date("en", first), "January\u00a01, 2027"},
		{Clock("en", at), "1:30\u00a0pm EST"},
		{Clock("fr", at), "13\u00a0h\u00a030 HNE"},
		{Clock("fr", first), "9\u00a0h\u00a005 UTC"},
		{Machine(at), "2026-11-23T18:30:00Z"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestJoin(t *testing.T) {
	for _, c := range []struct {
		tag   Tag
		items []string
		want  string
	}{
		{"en", nil, ""}, {"en", []string{"a"}, "a"}, {"en", []string{"a", "b"}, "a and b"},
		{"en", []string{"a", "b", "c"}, "a, b and c"}, {"fr", []string{"a", "b", "c"}, "a, b et c"},
	} {
		if got := Join(c.tag, c.items); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.tag, c.items, got, c.want)
		}
	}
}

func TestSorter(t *testing.T) {
	words := []string{"Zoé", "échange", "eau", "côté", "coté", "côte", "cote", "Évaluation", "etape"}
	NewSorter("fr").Strings(words)
	// French of Canada decides between accents from the end: cote, côte, coté, côté.
	want := []string{"cote", "côte", "coté", "côté", "eau", "échange", "etape", "Évaluation", "Zoé"}
	if !slices.Equal(words, want) {
		t.Errorf("got %v, want %v", words, want)
	}
	if NewSorter("en").Compare("apple", "Banana") >= 0 || NewSorter("not a tag").Compare("a", "b") >= 0 {
		t.Error("letters are out of order")
	}
}
