package search

import "strings"

// englishStem stems a folded word with Martin Porter's algorithm of 1980
// ("An algorithm for suffix stripping"), after writing British spellings as
// American ones: a Canadian reader types either.
func englishStem(word string) string {
	if len(word) <= 2 || !isASCII(word) {
		return word
	}
	w := porterStep1a(oneSpelling(word))
	w = porterStep1b(w)
	if strings.HasSuffix(w, "y") && hasVowel(w[:len(w)-1]) {
		w = w[:len(w)-1] + "i"
	}
	w = replaceEnding(w, porterStep2, 0)
	w = replaceEnding(w, porterStep3, 0)
	w = replaceEnding(w, porterStep4, 1)
	return porterStep5(w)
}

// spellings are the endings written in two ways, the shorter word kept whole.
var spellings = [][2]string{
	{"isation", "ization"}, {"isations", "izations"}, {"ising", "izing"},
	{"ised", "ized"}, {"ise", "ize"}, {"ises", "izes"}, {"yse", "yze"}, {"ysed", "yzed"}, {"ysing", "yzing"},
	{"icense", "icence"}, {"icenses", "icences"}, {"icensed", "icenced"}, {"icensing", "icencing"},
	{"efense", "efence"}, {"efenses", "efences"}, {"entre", "enter"}, {"entres", "enters"},
	{"abour", "abor"}, {"abours", "abors"}, {"avour", "avor"}, {"avours", "avors"}, {"olour", "olor"}, {"olours", "olors"},
	{"aviour", "avior"}, {"aviours", "aviors"}, {"onour", "onor"}, {"onours", "onors"},
}

// oneSpelling gives organisation and organization, licence and license the same
// letters. It serves the index only; nobody reads the result.
func oneSpelling(word string) string {
	for _, pair := range spellings {
		if len(word) >= len(pair[0])+1 && strings.HasSuffix(word, pair[0]) {
			return word[:len(word)-len(pair[0])] + pair[1]
		}
	}
	return word
}

// vowelAfter says whether letter is a vowel after a consonant or not; y is one
// after a consonant only.
func vowelAfter(letter byte, afterConsonant bool) bool {
	switch letter {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	}
	return letter == 'y' && afterConsonant
}

// measure counts the vowel-consonant sequences of w, Porter's m.
func measure(w string) int {
	m, consonant := 0, false
	for i := range len(w) {
		vowel := vowelAfter(w[i], consonant)
		if !vowel && i > 0 && !consonant {
			m++
		}
		consonant = !vowel
	}
	return m
}

func hasVowel(w string) bool {
	consonant := false
	for i := range len(w) {
		if vowelAfter(w[i], consonant) {
			return true
		}
		consonant = true
	}
	return false
}

// consonants says of the last three letters of w, or fewer, which are consonants.
func consonants(w string) (last [3]bool) {
	consonant := false
	for i := range len(w) {
		consonant = !vowelAfter(w[i], consonant)
		last = [3]bool{last[1], last[2], consonant}
	}
	return last
}

func doubleConsonant(w string) bool {
	n := len(w)
	return n >= 2 && w[n-1] == w[n-2] && consonants(w)[2]
}

// shortSyllable is Porter's *o: consonant, vowel, consonant other than w, x, y.
func shortSyllable(w string) bool {
	n := len(w)
	if n < 3 || consonants(w) != [3]bool{true, false, true} {
		return false
	}
	return w[n-1] != 'w' && w[n-1] != 'x' && w[n-1] != 'y'
}

// porterStep1a takes the plural off. Unlike Porter it keeps -us (status), as his
// later stemmer does.
func porterStep1a(w string) string {
	switch {
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "ies"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"):
		return w
	}
	return strings.TrimSuffix(w, "s")
}

func porterStep1b(w string) string {
	if base, ok := strings.CutSuffix(w, "eed"); ok {
		if measure(base) > 0 {
			return w[:len(w)-1]
		}
		return w
	}
	base, ok := strings.CutSuffix(w, "ed")
	if !ok {
		base, ok = strings.CutSuffix(w, "ing")
	}
	if !ok || !hasVowel(base) {
		return w
	}
	last := base[len(base)-1]
	switch {
	case strings.HasSuffix(base, "at"), strings.HasSuffix(base, "bl"), strings.HasSuffix(base, "iz"):
		return base + "e"
	case doubleConsonant(base) && last != 'l' && last != 's' && last != 'z':
		return base[:len(base)-1]
	case measure(base) == 1 && shortSyllable(base):
		return base + "e"
	}
	return base
}

// The endings of steps 2, 3 and 4; of several that fit, the first listed is the
// longest.
var (
	porterStep2 = [][2]string{
		{"ational", "ate"}, {"ization", "ize"}, {"iveness", "ive"}, {"fulness", "ful"}, {"ousness", "ous"},
		{"tional", "tion"}, {"biliti", "ble"}, {"entli", "ent"}, {"ousli", "ous"}, {"ation", "ate"},
		{"alism", "al"}, {"aliti", "al"}, {"iviti", "ive"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
		{"abli", "able"}, {"alli", "al"}, {"ator", "ate"}, {"eli", "e"},
	}
	porterStep3 = [][2]string{
		{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ness", ""}, {"ful", ""},
	}
	porterStep4 = [][2]string{
		{"ement", ""}, {"ance", ""}, {"ence", ""}, {"able", ""}, {"ible", ""}, {"ment", ""}, {"ant", ""}, {"ent", ""},
		{"sion", "s"}, {"tion", "t"}, {"ism", ""}, {"ate", ""}, {"iti", ""}, {"ous", ""}, {"ive", ""}, {"ize", ""},
		{"al", ""}, {"er", ""}, {"ic", ""}, {"ou", ""},
	}
)

// replaceEnding replaces the first ending that fits where the measure of what
// stays is over m; for -sion and -tion the s or the t stays.
func replaceEnding(w string, endings [][2]string, m int) string {
	for _, rule := range endings {
		if base, ok := strings.CutSuffix(w, rule[0]); ok {
			if rule[1] == "s" || rule[1] == "t" {
				base += rule[1]
				if measure(base) > m {
					return base
				}
				return w
			}
			if measure(base) > m {
				return base + rule[1]
			}
			return w
		}
	}
	return w
}

func porterStep5(w string) string {
	if base, ok := strings.CutSuffix(w, "e"); ok {
		if m := measure(base); m > 1 || m == 1 && !shortSyllable(base) {
			w = base
		}
	}
	if strings.HasSuffix(w, "ll") && measure(w[:len(w)-1]) > 1 {
		w = w[:len(w)-1]
	}
	return w
}

// englishCommon are the English words that say nothing about a passage, with
// what a contraction leaves after its apostrophe.
const englishCommon = `i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
herself it its itself they them their theirs themselves what which who whom this that these those am is are was were be been
being have has had having do does did doing would should could ought isn aren wasn weren hasn haven hadn doesn didn won
wouldn shan shouldn can cannot couldn mustn let here there when where why how a an the and but if or because as until while
of at by for with about into through during before after above below to from up down in out on off over under again further
then once all any both each few more most other some such no nor not only own same so than too very will s t d m ll re ve`
