package verify

import (
	"sort"
	"strconv"
	"strings"
)

// sortRules puts rules in the order of clauses and test numbers: "7.2-9" before "7.2-10" before "7.18.1-1".
func sortRules(all []rule) {
	sort.SliceStable(all, func(i, j int) bool { return lessID(all[i].id, all[j].id) })
}

func lessID(a, b string) bool {
	x, y := idNumbers(a), idNumbers(b)
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return len(x) < len(y)
}

// idNumbers gives the numbers of an id; the test number sorts before a deeper clause.
func idNumbers(id string) []int {
	clause, test, _ := strings.Cut(id, "-")
	var out []int
	for part := range strings.SplitSeq(clause, ".") {
		n, _ := strconv.Atoi(part)
		out = append(out, n)
	}
	n, _ := strconv.Atoi(test)
	return append(out, 0, n)
}
