package render

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/page"
	"atelier/internal/content/course"
)

// QuestionView is a question ready to be drawn: Question as a stranger sees it,
// and what may be told once there is an answer. It never changes: copy Question,
// and its slices, before filling in what a learner chose.
type QuestionView struct {
	Source   *course.Question
	Question page.Question
	// Feedback is what is told of a choice, a line or a foreseen answer, by its
	// passage id.
	Feedback    map[string]templ.Component
	Explanation templ.Component // nil when there is none
	Answer      templ.Component // the right answer in words, a phrase; nil when none is right
	Steps       []StepView      // scenario, in the order of the source
}

// StepView is one step of a scenario.
type StepView struct {
	ID      string
	Name    string
	Outcome string // of an end
	Text    templ.Component
	Choices []StepChoice
}

// StepChoice is an answer of a step.
type StepChoice struct {
	ID       string
	To       string // name of the step it leads to
	Text     templ.Component
	Feedback templ.Component
}

// View prepares a question. Values of choices, pairs and items are passage ids,
// the same in every language.
func (p *Page) View(q *course.Question) *QuestionView {
	p.quiet++
	defer func() { p.quiet-- }()
	v := &QuestionView{Source: q, Feedback: map[string]templ.Component{}}
	v.Question = page.Question{ID: string(q.ID), Kind: page.QuestionKind(q.Kind), Unit: q.Unit}
	p.stem(&v.Question, q.Stem)
	v.Explanation = p.inside(q.Explanation)
	switch q.Kind {
	case course.Matching:
		p.pairs(v)
	case course.Ordering:
		p.items(v)
	case course.Scenario:
		p.steps(v)
	case course.FillIn, course.Numeric:
		p.accepted(v)
	default:
		p.choices(v)
	}
	return v
}

// stem parts what is told from what is asked: the last paragraph asks.
func (p *Page) stem(q *page.Question, blocks []*course.Block) {
	asks := -1
	for i, b := range blocks {
		if b.Kind == course.Paragraph {
			asks = i
		}
	}
	if asks >= 0 {
		q.Stem = p.phrase(blocks[asks])
		blocks = slices.Concat(blocks[:asks], blocks[asks+1:])
	}
	q.Lead = p.inside(blocks)
}

func (p *Page) choices(v *QuestionView) {
	var right []templ.Component
	for _, c := range v.Source.Choices {
		id := string(c.ID)
		text := p.part(func() { p.Inlines(c.Text.Inlines) })
		v.Question.Choices = append(v.Question.Choices, page.Choice{ID: id, Value: id, Text: text})
		v.tell(id, p.inside(c.Feedback))
		if c.Right {
			right = append(right, text)
		}
	}
	v.Answer = joined(right)
}

func (v *QuestionView) tell(id string, text templ.Component) {
	if text != nil {
		v.Feedback[id] = text
	}
}

// joined is phrases parted by semicolons; nil when there are none.
func joined(parts []templ.Component) templ.Component {
	var out []templ.Component
	for i, c := range parts {
		if i > 0 {
			out = append(out, page.HTML("; "))
		}
		out = append(out, c)
	}
	if out == nil {
		return nil
	}
	return templ.Join(out...)
}

func (p *Page) pairs(v *QuestionView) {
	var options []page.Option
	for _, pair := range v.Source.Pairs {
		options = append(options, page.Option{Value: string(pair.ID), Text: course.Plain(pair.Partner.Inlines)})
	}
	shuffle(options, func(o page.Option) string { return string(v.Source.ID) + o.Value })
	var right []templ.Component
	for _, pair := range v.Source.Pairs {
		id := string(pair.ID)
		term := p.part(func() { p.Inlines(pair.Term) })
		v.Question.Pairs = append(v.Question.Pairs, page.Pair{ID: id, Value: id, Term: term, Options: options})
		v.tell(id, p.inside(pair.Feedback))
		right = append(right, templ.Join(term, page.HTML(" → "), p.part(func() { p.Inlines(pair.Partner.Inlines) })))
	}
	v.Answer = joined(right)
}

func (p *Page) items(v *QuestionView) {
	var right []templ.Component
	for _, c := range v.Source.Choices {
		id := string(c.ID)
		text := p.part(func() { p.Inlines(c.Text.Inlines) })
		v.Question.Items = append(v.Question.Items, page.Item{ID: id, Value: id, Text: text})
		v.tell(id, p.inside(c.Feedback))
		right = append(right, templ.Join(page.HTML(itoa(len(right)+1)+". "), text))
	}
	shuffle(v.Question.Items, func(i page.Item) string { return string(v.Source.ID) + i.Value })
	v.Answer = joined(right)
}

// accepted are the answers of a question in which one writes.
func (p *Page) accepted(v *QuestionView) {
	var right []templ.Component
	for _, c := range v.Source.Choices {
		v.tell(string(c.ID), p.inside(c.Feedback))
		if c.Right {
			right = append(right, p.phrase(c.Text))
		}
	}
	v.Answer = joined(right)
}

func (p *Page) steps(v *QuestionView) {
	for _, s := range v.Source.Steps {
		step := StepView{ID: string(s.ID), Name: s.Name, Outcome: s.Outcome}
		step.Text = p.part(func() {
			if s.ID != "" {
				p.raw("<div")
				p.attr("id", string(s.ID))
				p.raw(">")
				p.blocks(s.Blocks)
				p.raw("</div>")
				return
			}
			p.blocks(s.Blocks)
		})
		for _, c := range s.Choices {
			step.Choices = append(step.Choices, StepChoice{ID: string(c.ID), To: c.Goto, Text: p.phrase(c.Text), Feedback: p.inside(c.Feedback)})
		}
		v.Steps = append(v.Steps, step)
	}
}

// shuffle orders a list by a hash of its ids: the same on every machine and in
// every language, and not the order of the source.
func shuffle[T any](list []T, id func(T) string) {
	before := make([]string, len(list))
	for i, item := range list {
		before[i] = id(item)
	}
	slices.SortStableFunc(list, func(a, b T) int {
		x, y := hash(id(a)), hash(id(b))
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return strings.Compare(id(a), id(b))
	})
	for i, item := range list {
		if id(item) != before[i] {
			return
		}
	}
	if len(list) > 1 {
		list[0], list[1] = list[1], list[0]
	}
}

func hash(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

// Keyed is the question with its key, for a page that no server judges.
func (v *QuestionView) Keyed() page.Question {
	q := v.Question
	q.Explanation = v.Explanation
	key := &page.Key{Words: v.Answer}
	right, wrong := page.Right, page.Wrong
	if v.Source.Kind == course.Likert {
		right, wrong = page.Noted, page.Noted
	}
	for i, c := range v.Source.Choices {
		value, verdict := string(c.ID), wrong
		written := v.Source.Kind == course.FillIn || v.Source.Kind == course.Numeric
		if written {
			value = course.Plain(c.Text.Inlines)
		}
		if c.Right {
			verdict = right
			if v.Source.Kind == course.Ordering {
				key.Right = append(key.Right, value+"="+itoa(i+1))
			} else {
				key.Right = append(key.Right, value)
			}
		}
		text := v.Feedback[string(c.ID)]
		if written && !c.Right {
			text = templ.Join(page.HTML(`<span id="`+Escape(string(c.ID))+`">`), page.Text(value), page.HTML("</span>"), orNone(text))
		}
		if text != nil {
			key.Feedback = append(key.Feedback, page.KeyFeedback{Value: value, Verdict: verdict, Text: text})
		}
	}
	for _, pair := range v.Source.Pairs {
		key.Right = append(key.Right, string(pair.ID)+"="+string(pair.ID))
		if text := v.Feedback[string(pair.ID)]; text != nil {
			key.Feedback = append(key.Feedback, page.KeyFeedback{Value: string(pair.ID), Verdict: right, Text: text})
		}
	}
	for _, s := range v.Steps {
		step := page.KeyStep{Name: s.Name, Text: s.Text, Outcome: s.Outcome}
		for _, c := range s.Choices {
			step.Choices = append(step.Choices, page.KeyChoice{To: c.To, Text: c.Text, Feedback: c.Feedback})
		}
		key.Steps = append(key.Steps, step)
	}
	if v.Source.Tolerance != 0 {
		key.Tolerance = strconv.FormatFloat(v.Source.Tolerance, 'f', -1, 64)
	}
	q.Key = key
	return q
}

// question draws a practice question of a lesson, in a hole.
func (p *Page) question(b *course.Block) {
	if b.Question == nil {
		p.blocks(b.Children)
		return
	}
	v := p.View(b.Question)
	p.raw(p.Holes.Open(HoleQuestion, string(b.ID), v))
	p.draw(page.QuizForm(p.r.Face, p.r.quiz("quiz-"+string(b.ID), p.Action, v)))
	p.raw(p.Holes.Close())
}

// quiz is a form of one question; action is where it is sent, empty when the
// page judges.
func (r *Renderer) quiz(id, action string, v *QuestionView) page.Quiz {
	if action == "" {
		return page.Quiz{ID: id, Questions: []page.Question{v.Keyed()}}
	}
	return page.Quiz{
		ID: id, Action: action, Questions: []page.Question{v.Question}, Send: say(r.Face, "question-send"),
		Fields: []page.Field{{Name: "question", Value: v.Question.ID}},
	}
}
