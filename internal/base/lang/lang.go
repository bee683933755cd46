// Package lang holds what a language is to Atelier: its tag, texts that exist
// in several languages, messages for people, and the way numbers, dates and
// lists are written.
//
// Words: a Tag names a language a course can be written in. A Text is one
// string in each language it exists in. An interface language is a language
// that the product itself speaks: English and Canadian French.
//
// Invariants: nothing here falls back from one course language to another. A
// Text answers with the exact language or with nothing. Only messages of the
// interface, which exist in two languages, choose (see Interface).
//
// The package is pure: no network, no files but the ones embedded in it.
package lang

import (
	"fmt"
	"sort"
	"strings"

	"golang.org/x/text/language"
)

// Tag is a BCP 47 language tag in canonical case: "en", "fr", "iu-Cans".
type Tag string

// The two languages that the product itself speaks.
const (
	English Tag = "en"
	French  Tag = "fr"
)

// Parse reads a BCP 47 tag and returns it in canonical case ("IU-cans" becomes
// "iu-Cans"). Subtags are kept as they are given: "fr-CA" stays "fr-CA".
func Parse(s string) (Tag, error) {
	raw := language.Raw
	t, err := raw.Parse(strings.TrimSpace(s))
	if err != nil {
		return "", fmt.Errorf("language tag %q: %w", s, err)
	}
	if t == language.Und {
		return "", fmt.Errorf("language tag %q names no language", s)
	}
	return Tag(t.String()), nil
}

// Lower is the tag as it stands in addresses: "iu-cans".
func (t Tag) Lower() string { return strings.ToLower(string(t)) }

// Base is the language alone, without script or region: "iu" for "iu-Cans".
func (t Tag) Base() Tag {
	base, _, _ := strings.Cut(string(t), "-")
	return Tag(strings.ToLower(base))
}

// String is the tag itself.
func (t Tag) String() string { return string(t) }

// Text is one string in every language in which it exists.
type Text map[Tag]string

// In returns the text in exactly this language, or "" when it has none.
func (t Text) In(tag Tag) string { return t[tag] }

// Has says whether the text exists, and is not empty, in this language.
func (t Text) Has(tag Tag) bool { return t[tag] != "" }

// First is the first of Tags; empty where the text exists in no language.
func (t Text) First() Tag {
	for _, tag := range t.Tags() {
		return tag
	}
	return ""
}

// Tags lists the languages in which the text exists, sorted.
func (t Text) Tags() []Tag {
	tags := make([]Tag, 0, len(t))
	for tag, s := range t {
		if s != "" {
			tags = append(tags, tag)
		}
	}
	sort.Slice(tags, func(i, j int) bool { return tags[i] < tags[j] })
	return tags
}

// Interface is the interface language that goes with a course language. English
// and French (with any region) are their own. For any other language it is the
// first wish that is English or French (a course says which one goes with
// each of its languages), else English.
func Interface(tag Tag, wishes ...Tag) Tag {
	for _, t := range append([]Tag{tag}, wishes...) {
		if b := t.Base(); b == English || b == French {
			return b
		}
	}
	return English
}

// Interfaces lists the interface languages.
func Interfaces() []Tag { return []Tag{English, French} }
