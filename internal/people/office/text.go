package office

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// number reads a whole number; 0 when it is none.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

// details are keys and ids, in the order of their names.
func details(d map[string]string) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(d)) {
		out = append(out, name+": "+d[name])
	}
	return strings.Join(out, "; ")
}
