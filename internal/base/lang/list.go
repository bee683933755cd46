package lang

import (
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Join writes a list: "a, b and c", « a, b et c ».
func Join(tag Tag, items []string) string {
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	default:
		return strings.Join(items[:n-1], ", ") + " " + shared.Say(tag, "and") + " " + items[n-1]
	}
}

// Sorter orders strings the way a reader of the language expects, accents and
// case last. It keeps a buffer: one Sorter serves one goroutine.
type Sorter struct{ c *collate.Collator }

// frenchOrder compares accents from the end of the word, as CLDR fr-CA does. The
// tables of x/text leave that setting out, so it is named (kb).
var frenchOrder = language.MustParse("fr-CA-u-kb-true")

// NewSorter is the order of a language; an unknown language gets the root order.
func NewSorter(tag Tag) *Sorter {
	t, err := language.Parse(string(tag))
	if err != nil {
		t = language.Und
	}
	if tag.Base() == French {
		t = frenchOrder
	}
	return &Sorter{collate.New(t)}
}

// Compare is negative when a comes before b.
func (s *Sorter) Compare(a, b string) int { return s.c.CompareString(a, b) }

// Strings sorts in place.
func (s *Sorter) Strings(list []string) { s.c.SortStrings(list) }
