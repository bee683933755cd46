package search

import (
	"maps"
	"slices"
	"strings"
)

// Analyser knows the words of one language: which say nothing, and what their
// stems are. It never changes and may be shared.
type Analyser struct {
	tag    string
	common map[string]bool
	stem   func(word string) string
}

var analysers = map[string]*Analyser{
	"en": {tag: "en", common: set(englishCommon), stem: englishStem},
	"fr": {tag: "fr", common: set(frenchCommon), stem: frenchStem},
}

// AnalyserFor gives the analyser of a language tag ("fr", "fr-CA"). A language
// without one of its own has no common words, and its stems are the folded words.
func AnalyserFor(tag string) *Analyser {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if a, ok := analysers[base]; ok {
		return a
	}
	return &Analyser{tag: base, stem: func(word string) string { return word }}
}

// Common says whether a folded word says nothing about a text.
func (a *Analyser) Common(folded string) bool { return a.common[folded] }

// Stem gives the stem of a folded word.
func (a *Analyser) Stem(folded string) string { return a.stem(folded) }

func set(words string) map[string]bool {
	out := make(map[string]bool)
	for _, word := range strings.Fields(words) {
		out[word] = true
	}
	return out
}

// commonWords gives the common words in order.
func (a *Analyser) commonWords() []string { return slices.Sorted(maps.Keys(a.common)) }
