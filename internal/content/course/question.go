package course

import (
	"math"
	"strconv"
	"strings"
)

// questionKinds is every kind and whether it has a list of answers with boxes.
var questionKinds = map[QuestionKind]bool{
	Single: true, Multiple: true, TrueFalse: true, Likert: true, FillIn: true, Numeric: true,
	Matching: false, Ordering: false, Reflection: false, Scenario: false,
}

// Scored reports whether a kind has a right answer.
func (k QuestionKind) Scored() bool { return k != Likert && k != Reflection }

// questions fills Question on every directive "question" of a document.
func (c *converter) questions(blocks []*Block) {
	Walk(blocks, func(b *Block) bool {
		if b.Kind == Directive && b.Name == "question" {
			b.Question = c.question(b)
			return false
		}
		return true
	})
}

func (c *converter) note(p Place, code string, args map[string]any) {
	*c.problems = append(*c.problems, Problem{Place: p, Code: code, Args: args})
}

func (c *converter) question(b *Block) *Question {
	q := &Question{Place: b.Place, ID: b.ID, Kind: QuestionKind(b.Attrs["kind"]), Objective: b.Attrs["objective"],
		Form: b.Attrs["form"], Unit: b.Attrs["unit"]}
	withBoxes, known := questionKinds[q.Kind]
	if !known {
		c.note(b.Place, "question-kind", map[string]any{"kind": clip(string(q.Kind))})
		q.Stem = b.Children
		return q
	}
	if t := b.Attrs["tolerance"]; t != "" {
		v, err := strconv.ParseFloat(t, 64)
		if err != nil || !(v >= 0) || math.IsInf(v, 0) {
			c.note(b.Place, "question-tolerance", map[string]any{"text": clip(t)})
		} else {
			q.Tolerance = v
		}
	}
	switch {
	case withBoxes:
		c.boxed(q, b.Children)
	case q.Kind == Ordering:
		c.ordered(q, b.Children)
	case q.Kind == Matching:
		c.matched(q, b.Children)
	case q.Kind == Reflection:
		c.reflection(q, b.Children)
	default:
		c.scenario(q, b.Children)
	}
	return q
}

// split finds the list of answers: the last list of the wanted shape; before it is the stem, after it the explanation.
func split(blocks []*Block, is func(*Block) bool) (stem []*Block, answers *Block, after []*Block) {
	for i := len(blocks) - 1; i >= 0; i-- {
		if is(blocks[i]) {
			return blocks[:i], blocks[i], blocks[i+1:]
		}
	}
	return blocks, nil, nil
}

func (c *converter) boxed(q *Question, blocks []*Block) {
	var list *Block
	q.Stem, list, q.Explanation = split(blocks, func(b *Block) bool {
		return b.Kind == List && len(b.Children) > 0 && b.Children[0].HasBox
	})
	if list == nil {
		c.note(q.Place, "question-answers", map[string]any{"kind": string(q.Kind)})
		return
	}
	for _, item := range list.Children {
		if !item.HasBox || item.Box != "x" && item.Box != " " {
			c.note(item.Place, "question-box", map[string]any{"text": clip(item.Box)})
		}
		if ch, ok := c.choice(item); ok {
			q.Choices = append(q.Choices, ch)
		}
	}
}

// choice reads an item: its first paragraph words it, quotes are feedback.
func (c *converter) choice(item *Block) (Choice, bool) {
	if len(item.Children) == 0 || item.Children[0].Kind != Paragraph {
		c.note(item.Place, "question-choice-empty", nil)
		return Choice{}, false
	}
	first := item.Children[0]
	ch := Choice{ID: first.ID, Text: first, Right: item.Box == "x"}
	if item.HasBox && item.Box != "x" && item.Box != " " {
		ch.Goto = item.Box
	}
	ch.Feedback = c.feedback(item.Children[1:])
	return ch, true
}

// feedback is what stands in quotes; anything else under an answer is a mistake, kept as feedback.
func (c *converter) feedback(blocks []*Block) []*Block {
	var out []*Block
	for _, b := range blocks {
		if b.Kind == Quote {
			out = append(out, b.Children...)
			continue
		}
		c.note(b.Place, "question-feedback-quote", nil)
		out = append(out, b)
	}
	return out
}

func (c *converter) ordered(q *Question, blocks []*Block) {
	var list *Block
	q.Stem, list, q.Explanation = split(blocks, func(b *Block) bool { return b.Kind == List && b.Ordered })
	if list == nil {
		c.note(q.Place, "question-answers", map[string]any{"kind": string(q.Kind)})
		return
	}
	for _, item := range list.Children {
		if ch, ok := c.choice(item); ok {
			ch.Right = true
			q.Choices = append(q.Choices, ch)
		}
	}
}

func (c *converter) matched(q *Question, blocks []*Block) {
	var list *Block
	q.Stem, list, q.Explanation = split(blocks, func(b *Block) bool { return b.Kind == Definitions })
	if list == nil {
		c.note(q.Place, "question-answers", map[string]any{"kind": string(q.Kind)})
		return
	}
	for _, d := range list.Children {
		if len(d.Inlines) == 0 || len(d.Children) == 0 || d.Children[0].Kind != Paragraph {
			c.note(d.Place, "question-pair", nil)
			continue
		}
		partner := d.Children[0]
		q.Pairs = append(q.Pairs, Pair{ID: partner.ID, Term: d.Inlines, Partner: partner, Feedback: c.feedback(d.Children[1:])})
	}
}

// reflection: the last quote is a possible answer.
func (c *converter) reflection(q *Question, blocks []*Block) {
	var quote *Block
	q.Stem, quote, q.Explanation = split(blocks, func(b *Block) bool { return b.Kind == Quote })
	if quote != nil {
		q.Explanation = append(append([]*Block(nil), quote.Children...), q.Explanation...)
	}
}

func (c *converter) scenario(q *Question, blocks []*Block) {
	for _, b := range blocks {
		switch {
		case b.Kind == Directive && b.Name == "step":
			q.Steps = append(q.Steps, c.step(b))
		case len(q.Steps) == 0:
			q.Stem = append(q.Stem, b)
		default:
			q.Explanation = append(q.Explanation, b)
		}
	}
	names := map[string]bool{}
	for _, s := range q.Steps {
		if s.Name == "" || names[s.Name] {
			c.note(q.Place, "question-step-name", map[string]any{"name": clip(s.Name)})
		}
		names[s.Name] = true
	}
	for _, s := range q.Steps {
		for _, ch := range s.Choices {
			if !names[ch.Goto] {
				c.note(ch.Text.Place, "question-step-unknown", map[string]any{"name": clip(ch.Goto)})
			}
		}
	}
	if len(q.Steps) == 0 {
		c.note(q.Place, "question-answers", map[string]any{"kind": string(q.Kind)})
	}
}

func (c *converter) step(b *Block) Step {
	s := Step{ID: b.ID, Name: b.Attrs["name"], Outcome: b.Attrs["outcome"]}
	var list *Block
	var after []*Block
	s.Blocks, list, after = split(b.Children, func(b *Block) bool {
		return b.Kind == List && len(b.Children) > 0 && b.Children[0].HasBox
	})
	s.Blocks = append(append([]*Block(nil), s.Blocks...), after...)
	if list == nil {
		return s
	}
	for _, item := range list.Children {
		if ch, ok := c.choice(item); ok {
			s.Choices = append(s.Choices, ch)
		}
	}
	return s
}

// ParseNumber reads a number as people write it in French or English: "1 234,5", "1,234.5", "−3". The decimal mark
// is the comma in languages that say so.
func ParseNumber(s string, comma bool) (float64, bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "−", "-", "%", "", "$", "").Replace(s)
	if comma {
		s = strings.ReplaceAll(s, ",", ".")
	} else {
		s = strings.ReplaceAll(s, ",", "")
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) || v != v {
		return 0, false
	}
	return v, true
}
