package xmldoc

import (
	"encoding/xml"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// read is the attribute and the text of the root, as another reader has them.
func read(t *rapid.T, doc string) (attribute, text string) {
	var got struct {
		A string `xml:"a,attr"`
		T string `xml:",chardata"`
	}
	if err := xml.Unmarshal([]byte(doc), &got); err != nil {
		t.Fatalf("%v: %q", err, doc)
	}
	return got.A, got.T
}

func TestEveryTextComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("\x00\x01\v\t\r\n]]><&\"'\uFFFE\u202e😀")))).Draw(t, "s")
		a, text := read(t, New().Leaf("x", s, "a", s).String())
		if a != Clean(s) || text != Clean(s) {
			t.Errorf("%q came back as %q and %q", s, a, text)
		}
		if _, text := read(t, New().Open("x", "a", "1").CDATA(s).String()); text != strings.ReplaceAll(strings.ReplaceAll(Clean(s), "\r\n", "\n"), "\r", "\n") {
			t.Errorf("%q came back as %q from a section", s, text)
		}
	})
}

func TestID(t *testing.T) {
	for _, c := range []struct{ prefix, part, want string }{
		{"i", "k7m2qp", "i-k7m2qp"}, {"r", "modules/1-start", "r-modules_2f_1-start"}, {"r", "é", "r-_e9_"}, {"r", "a_b", "r-a_5f_b"},
	} {
		if got := ID(c.prefix, c.part); got != c.want {
			t.Errorf("ID(%q, %q) = %q, want %q", c.prefix, c.part, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		if ID("x", a) == ID("x", b) && strings.ToValidUTF8(a, "\uFFFD") != strings.ToValidUTF8(b, "\uFFFD") {
			t.Errorf("%q and %q have one identifier", a, b)
		}
	})
}
