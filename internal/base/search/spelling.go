package search

import "unicode/utf8"

// minSlipLength is the length in characters from which a word is looked for with
// one slip; in shorter words one letter makes another word.
const minSlipLength = 4

// oneSlipAway gives the number of the most frequent word that differs from folded
// by one letter put in, left out, changed or two exchanged; -1 when there is none.
func (x *Index) oneSlipAway(folded string) int {
	if utf8.RuneCountInString(folded) < minSlipLength {
		return -1
	}
	typed := []rune(folded)
	best := -1
	for i, word := range x.words {
		if d := len(word) - len(folded); d > utf8.UTFMax || d < -utf8.UTFMax {
			continue
		}
		better := best < 0 || x.frequency(x.wordTerms[i]) > x.frequency(x.wordTerms[best])
		if better && oneSlip(typed, []rune(word)) {
			best = i
		}
	}
	return best
}

// oneSlip says whether two different words are one slip apart.
func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return equalFrom(a, i, b, i+1)
	}
	if equalFrom(a, i+1, b, i+1) {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && equalFrom(a, i+2, b, i+2)
}

func equalFrom(a []rune, i int, b []rune, j int) bool {
	if len(a)-i != len(b)-j {
		return false
	}
	for ; i < len(a); i, j = i+1, j+1 {
		if a[i] != b[j] {
			return false
		}
	}
	return true
}
