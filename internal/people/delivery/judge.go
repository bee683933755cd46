package delivery

import (
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/standard/xapi"
)

// asker finds a question as a language words it, for answers written in that
// language; nil when that language has it not.
type asker func(tag lang.Tag, id course.ID) *course.Question

// judge says how an answer is. It is empty where nothing, or not all that is
// needed, was answered.
func judge(c *course.Course, q *course.Question, a Answer, ask asker) page.Verdict {
	if a.Lang != "" {
		if there := ask(a.Lang, q.ID); there != nil {
			q = there
		}
	}
	switch q.Kind {
	case course.Likert, course.Reflection:
		if a.empty() {
			return ""
		}
		return page.Noted
	case course.Matching, course.Ordering:
		return judgeLines(q, a)
	case course.FillIn:
		return judgeText(q, a)
	case course.Numeric:
		return judgeNumber(c, q, a)
	case course.Scenario:
		return judgeWay(q, a)
	}
	return judgeChoices(q, a)
}

func judgeChoices(q *course.Question, a Answer) page.Verdict {
	hits, given, keys := 0, 0, 0
	for _, c := range q.Choices {
		chosen := slices.Contains(a.Chosen, c.ID)
		if chosen {
			given++
		}
		if c.Right {
			keys++
			if chosen {
				hits++
			}
		}
	}
	switch {
	case given == 0:
		return ""
	case hits == keys && given == keys:
		return page.Right
	case hits > 0 && keys > 1:
		return page.Partly
	}
	return page.Wrong
}

// judgeLines wants every line answered.
func judgeLines(q *course.Question, a Answer) page.Verdict {
	ids := lineIDs(q)
	hits := 0
	for i, id := range ids {
		if a.Lines[id] == "" {
			return ""
		}
		if lineRight(q, i, id, a) {
			hits++
		}
	}
	switch {
	case len(ids) == 0:
		return ""
	case hits == len(ids):
		return page.Right
	case hits > 0:
		return page.Partly
	}
	return page.Wrong
}

// lineRight says whether the i-th line of a matching or an ordering is right.
func lineRight(q *course.Question, i int, id course.ID, a Answer) bool {
	if q.Kind == course.Ordering {
		return a.Lines[id] == strconv.Itoa(i+1)
	}
	return a.Lines[id] == string(id)
}

func judgeText(q *course.Question, a Answer) page.Verdict {
	if a.Text == "" {
		return ""
	}
	if c := foreseen(q, a.Text); c != nil && c.Right {
		return page.Right
	}
	return page.Wrong
}

// foreseen is the answer of the source that a text is, whatever its case, accents
// and final punctuation; nil when the source has it not.
func foreseen(q *course.Question, text string) *course.Choice {
	want := folded(text)
	for i := range q.Choices {
		if t := q.Choices[i].Text; t != nil && folded(course.Plain(t.Inlines)) == want {
			return &q.Choices[i]
		}
	}
	return nil
}

// folded is a text as answers are compared: no accents, lower case, one kind of
// apostrophe, single spaces, no punctuation at the end.
func folded(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == '‘':
			b.WriteByte('\'')
		case r == 'œ' || r == 'Œ':
			b.WriteString("oe")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.TrimRight(strings.Join(strings.Fields(b.String()), " "), " .,;:!?…\u00a0")
}

// slack is what two numbers that are written alike may differ by once they are
// binary.
const slack = 1e-9

func judgeNumber(c *course.Course, q *course.Question, a Answer) page.Verdict {
	given, ok := number(c, a.Text, a.Lang)
	if !ok {
		return ""
	}
	if near(c, q, given, a.Lang, true) != nil {
		return page.Right
	}
	return page.Wrong
}

// near is the answer of the source that a number is; right ones within the
// tolerance, foreseen wrong ones exactly.
func near(c *course.Course, q *course.Question, given float64, tag lang.Tag, right bool) *course.Choice {
	for i := range q.Choices {
		one := &q.Choices[i]
		if one.Right != right || one.Text == nil {
			continue
		}
		key, ok := number(c, course.Plain(one.Text.Inlines), tag)
		within := slack
		if right {
			within += q.Tolerance
		}
		if ok && math.Abs(key-given) <= within {
			return one
		}
	}
	return nil
}

// number reads a number as the readers of a language write it.
func number(c *course.Course, s string, tag lang.Tag) (float64, bool) {
	l, _ := c.Language(tag)
	v, ok := course.ParseNumber(s, lang.Interface(tag, l.Interface) == lang.French)
	return v, ok && !math.IsInf(v, 0)
}

// judgeWay wants the end of the scenario to be reached.
func judgeWay(q *course.Question, a Answer) page.Verdict {
	met, _ := walk(q, a.Chosen)
	if len(met) == 0 {
		return ""
	}
	end := met[len(met)-1]
	if len(end.Choices) > 0 {
		return ""
	}
	switch end.Outcome {
	case "fair":
		return page.Partly
	case "poor":
		return page.Wrong
	}
	return page.Right
}

// response is an answer as a statement says it (xAPI, Part Two, 2.4.4.1). What
// somebody writes for themselves is not in it.
func response(c *course.Course, q *course.Question, a Answer) string {
	switch q.Kind {
	case course.Reflection:
		return ""
	case course.FillIn:
		return a.Text
	case course.Numeric:
		if v, ok := number(c, a.Text, a.Lang); ok {
			return xapi.ResponseNumber(v)
		}
		return ""
	case course.Matching:
		var pairs [][2]string
		for _, id := range lineIDs(q) {
			if a.Lines[id] != "" {
				pairs = append(pairs, [2]string{string(id), a.Lines[id]})
			}
		}
		return xapi.ResponsePairs(pairs)
	case course.Ordering:
		ids := lineIDs(q)
		sort.SliceStable(ids, func(i, j int) bool { return position(a, ids[i]) < position(a, ids[j]) })
		return xapi.ResponseList(texts(ids))
	}
	return xapi.ResponseList(texts(a.Chosen))
}

func position(a Answer, id course.ID) int {
	n, _ := strconv.Atoi(a.Lines[id]) // no place is before the first
	return n
}

func texts(ids []course.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}
