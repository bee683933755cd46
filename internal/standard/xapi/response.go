package xapi

import (
	"strconv"
	"strings"
)

// Interaction is how a question is answered (2.4.4.1, Interaction Activities).
type Interaction string

// The types of interaction we write.
const (
	Choice     Interaction = "choice"
	Sequencing Interaction = "sequencing"
	Matching   Interaction = "matching"
	FillIn     Interaction = "fill-in"
	LongFillIn Interaction = "long-fill-in"
	Numeric    Interaction = "numeric"
	Likert     Interaction = "likert"
	Other      Interaction = "other"
)

// Response formats are those of the table “Response Patterns” of 2.4.4.1.

// ResponseList is the response of a choice or of a sequencing: ids, "a[,]b".
func ResponseList(ids []string) string { return strings.Join(ids, listMark) }

// List is the ids of such a response; none of an empty one.
func List(response string) []string {
	if response == "" {
		return nil
	}
	return strings.Split(response, listMark)
}

const listMark = "[,]"

// ResponsePairs is the response of a matching: "source[.]target[,]…".
func ResponsePairs(pairs [][2]string) string {
	parts := make([]string, len(pairs))
	for i, p := range pairs {
		parts[i] = p[0] + "[.]" + p[1]
	}
	return strings.Join(parts, listMark)
}

// ResponseNumber is the response of a numeric interaction: a decimal point, no
// grouping.
func ResponseNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
