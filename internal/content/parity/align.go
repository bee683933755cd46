package parity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// hunk is a run of words that an edit replaced by another; one side may be empty.
type hunk struct{ gone, came []token }

// maxTable bounds the table of the alignment; beyond it what is between the common ends is one hunk.
const maxTable = 4_000_000

// align tells which words of two texts differ.
func align(a, b []token) []hunk {
	for len(a) > 0 && len(b) > 0 && a[0].key == b[0].key {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1].key == b[len(b)-1].key {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case len(a) == 0 && len(b) == 0:
		return nil
	case len(a) == 0 || len(b) == 0 || len(a)*len(b) > maxTable:
		return []hunk{{a, b}}
	}
	return hunksOf(a, b, longest(a, b))
}

// longest is the table of the longest common subsequences of the ends of a and b.
func longest(a, b []token) [][]int32 {
	table := make([][]int32, len(a)+1)
	for i := range table {
		table[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].key == b[j].key {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}

func hunksOf(a, b []token, table [][]int32) []hunk {
	var out []hunk
	var open hunk
	i, j := 0, 0
	shut := func() {
		if len(open.gone)+len(open.came) > 0 {
			out = append(out, open)
			open = hunk{}
		}
	}
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i].key == b[j].key:
			shut()
			i, j = i+1, j+1
		case j == len(b) || (i < len(a) && table[i+1][j] >= table[i][j+1]):
			open.gone = append(open.gone, a[i])
			i++
		default:
			open.came = append(open.came, b[j])
			j++
		}
	}
	shut()
	return out
}

// plainKey is a word without accents and ligatures, in lower case.
func plainKey(s string) string {
	s = strings.NewReplacer("œ", "oe", "æ", "ae").Replace(strings.ToLower(s))
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		// Marks of other scripts are letters in all but name.
		if unicode.Is(unicode.Mn, r) && r >= 0x300 && r <= 0x36F {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// distance is the number of letters to insert, delete, replace or swap with their neighbour to turn a into b
// (optimal string alignment), at most limit+1.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return min(rows[len(x)][len(y)], limit+1)
}

// commonPrefix is the letters that two words share at their start.
func commonPrefix(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return a[:n]
}
