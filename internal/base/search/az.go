package search

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Entry is a line of an alphabetical index.
type Entry struct {
	Label   string
	Address string // relative to the root of the site, with its passage after #
	Kind    string
}

// Letter is the entries that begin with one letter, in order.
type Letter struct {
	Name    string // the letter in capitals without accent; "#" for all other signs
	Entries []Entry
}

// AZ sorts entries as the language does and groups them by first letter; é
// stands with E. Signs and digits come first, under "#". Quotes before a label do
// not count.
func AZ(tag string, entries []Entry) []Letter {
	parsed, err := language.Parse(tag)
	if err != nil {
		parsed = language.Und
	}
	order := collate.New(parsed, collate.Loose, collate.Numeric)
	exact := collate.New(parsed)
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, func(a, b Entry) int {
		first, second := fromFirstWord(a.Label), fromFirstWord(b.Label)
		if c := order.CompareString(first, second); c != 0 {
			return c
		}
		return exact.CompareString(first, second)
	})
	var letters []Letter
	for _, e := range sorted {
		name := letterOf(e.Label)
		at := slices.IndexFunc(letters, func(l Letter) bool { return l.Name == name })
		if at < 0 {
			at = len(letters)
			letters = append(letters, Letter{Name: name})
		}
		letters[at].Entries = append(letters[at].Entries, e)
	}
	slices.SortStableFunc(letters, func(a, b Letter) int { return signsFirst(a) - signsFirst(b) })
	return letters
}

func signsFirst(l Letter) int {
	if l.Name == otherSigns {
		return 0
	}
	return 1
}

const otherSigns = "#"

// fromFirstWord leaves out the quotes and brackets before a label.
func fromFirstWord(label string) string {
	var s Scanner
	s.Reset(label)
	if s.Next() {
		return label[s.Start():]
	}
	return label
}

// letterOf gives the heading that a label stands under: that of its first word.
func letterOf(label string) string {
	var s Scanner
	s.Reset(label)
	if s.Next() {
		r, _ := utf8.DecodeRune(s.Folded())
		if unicode.IsLetter(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return otherSigns
}
