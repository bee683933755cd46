package bibtex

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWrite(t *testing.T) {
	got := string(Write([]Entry{{Type: "report", Key: "oag-2023", Fields: []Field{
		{Name: "author", Value: Names([]Name{{Literal: "Research and Development Canada"}, {Family: "Hoffmann", Given: "Manuel"}}), Ready: true},
		{Name: "title", Value: "50 % of A_B & C#: $x^2$ ~ {y}", Whole: true}, {Name: "date", Value: ""}, {Name: "url", Value: "https://x.ca/a_b%20c?q={1}#z", Verbatim: true},
	}}}))
	want := "% Encoding: UTF-8\n\n@report{oag-2023,\n  author = {{Research and Development Canada} and Hoffmann, Manuel},\n" +
		"  title = {{50 \\% of A\\_B \\& C\\#: \\$x\\textasciicircum{}2\\$ \\textasciitilde{} \\{y\\}}},\n  url = {https://x.ca/a_b%20c?q=%7B1%7D#z},\n}\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Whatever a field says, its braces balance: nothing can end it before its end.
func TestBracesBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringOf(rapid.SampledFrom([]rune(`{}\%$&#_^~ab é\\`))).Draw(t, "value")
		for _, f := range []Field{{Name: "title", Value: value, Whole: true}, {Name: "url", Value: value, Verbatim: true}} {
			depth, text := 0, strings.TrimPrefix(string(Write([]Entry{{Type: "misc", Key: "k", Fields: []Field{f}}})), "% Encoding: UTF-8\n\n@misc{k,\n")
			for i := 0; i < len(text)-2; i++ {
				switch {
				case text[i] == '\\':
					i++
				case text[i] == '{':
					depth++
				case text[i] == '}':
					depth--
				}
				if depth < 0 {
					t.Fatalf("%q ends its field: %s", value, text)
				}
			}
			if depth != 0 {
				t.Fatalf("%q leaves its field open: %s", value, text)
			}
		}
	})
}
