package page

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
)

// QuestionKind names what is asked of the learner. The names are those of the
// course source.
type QuestionKind string

// The kinds of questions.
const (
	Single     QuestionKind = "single"
	Multiple   QuestionKind = "multiple"
	TrueFalse  QuestionKind = "truefalse"
	Matching   QuestionKind = "matching"
	Ordering   QuestionKind = "ordering"
	FillIn     QuestionKind = "fillin"
	Numeric    QuestionKind = "numeric"
	Likert     QuestionKind = "likert"
	Reflection QuestionKind = "reflection"
	Scenario   QuestionKind = "scenario"
)

// Verdict is what is thought of an answer. Empty: not answered, or not told yet.
type Verdict string

// The verdicts. Noted is for questions without a right answer.
const (
	Right  Verdict = "right"
	Partly Verdict = "partly"
	Wrong  Verdict = "wrong"
	Noted  Verdict = "noted"
)

func (v Verdict) icon() string {
	switch v {
	case Right, Partly, Wrong:
		return string(v)
	}
	return "check"
}

func (v Verdict) words(t lang.Tag) string { return say(t, "verdict."+string(v)) }

// Question is one question as it stands on a page. Its fields are named ID for a
// choice, a text or a number, and ID.VALUE for each line of a matching (VALUE
// of the Pair) or an ordering (VALUE of the Item, the answer is a position from 1).
type Question struct {
	ID     string // passage id
	Kind   QuestionKind
	Number int // in its form; 0 for practice in a lesson
	Of     int
	Lead   templ.Component // blocks told before the stem; nil when none
	Stem   templ.Component // the question itself, a phrase (no blocks)
	Hint   string

	Choices []Choice // single, multiple, truefalse, likert, and a scenario's present step
	Pairs   []Pair   // matching
	Items   []Item   // ordering, in the order shown
	Answer  string   // fillin, numeric, reflection: what was written
	Unit    string   // numeric

	Trail   []TrailStep // scenario: what was met so far
	Outcome string      // scenario at its end: "good", "fair" or "poor"

	Verdict     Verdict
	Feedback    templ.Component // on the whole answer
	Explanation templ.Component // shown with the verdict
	Error       string          // what is missing, when sent empty
	Locked      bool            // for reading again: nothing can be changed

	// Key lets the script of the static edition judge the answer, and people
	// without script open it. Nil on the server, which judges itself.
	Key *Key
}

// Choice is one answer to choose; Text is a phrase. Verdict and Feedback are shown once told.
type Choice struct {
	ID       string
	Value    string
	Text     templ.Component
	Chosen   bool
	Verdict  Verdict
	Feedback templ.Component
}

// Pair is one line of a matching: a term and the list its partner is chosen from.
type Pair struct {
	ID       string
	Value    string
	Term     templ.Component
	Options  []Option
	Chosen   string
	Verdict  Verdict
	Feedback templ.Component
}

// Item is one line of an ordering. Position is the learner's, from 1; 0 is none.
type Item struct {
	ID       string
	Value    string
	Text     templ.Component
	Position int
	Verdict  Verdict
	Feedback templ.Component
}

// TrailStep is a step of a scenario that was met: what was said, what was chosen.
type TrailStep struct {
	ID       string
	Text     templ.Component
	Chosen   templ.Component
	Verdict  Verdict
	Feedback templ.Component
}

// Key is what a page needs to judge without a server.
type Key struct {
	Right     []string        // values of the right choices; accepted texts or numbers; VALUE=PARTNER; VALUE=POSITION
	Tolerance string          // numeric
	Words     templ.Component // the answer in words, for those without script
	Feedback  []KeyFeedback   // what to say of each choice, line or foreseen answer
	Steps     []KeyStep       // scenario: every step, for script and paper; it has no other key
}

// place is the number of a step, from 1; 0 when there is no such step.
func (k *Key) place(name string) int {
	for i, s := range k.Steps {
		if s.Name == name {
			return i + 1
		}
	}
	return 0
}

// KeyFeedback is what to say when the answer is Value.
type KeyFeedback struct {
	Value   string
	Verdict Verdict
	Text    templ.Component
}

// KeyStep is a step of a scenario with the answers that lead on.
type KeyStep struct {
	Name    string
	Text    templ.Component
	Outcome string
	Choices []KeyChoice
}

// KeyChoice is an answer of a step and the step it leads to.
type KeyChoice struct {
	To       string
	Text     templ.Component
	Feedback templ.Component
}

func (q Question) inputType() string {
	if q.Kind == Multiple {
		return "checkbox"
	}
	return "radio"
}

// told says whether the learner has been told about the answer.
func (q Question) told() bool { return q.Verdict != "" }

func (q Question) hint(t lang.Tag) string {
	if q.Hint != "" {
		return q.Hint
	}
	switch q.Kind {
	case Multiple, Matching, Ordering, Reflection, Numeric, Likert:
		return say(t, "question.hint-"+string(q.Kind))
	}
	return ""
}

// describedBy ties the group to its hint and to what is missing.
func (q Question) describedBy(t lang.Tag) templ.Attributes {
	ids := ""
	if q.hint(t) != "" {
		ids = q.ID + "-hint"
	}
	if q.Error != "" {
		ids += " " + q.ID + "-error"
	}
	return attribute("aria-describedby", ids)
}

func (q Question) kicker(t lang.Tag) string {
	if q.Number == 0 {
		return say(t, "question.practice")
	}
	return say(t, "question.number", lang.A{"n": q.Number, "of": q.Of})
}

func (q Question) positions() []int {
	list := make([]int, len(q.Items))
	for i := range list {
		list[i] = i + 1
	}
	return list
}

// Quiz is a form of questions: a knowledge check, an assessment, or one practice
// question in a lesson.
type Quiz struct {
	ID        string
	Action    string  // POST; empty in the static edition
	Fields    []Field // hidden fields
	Questions []Question
	Errors    []Link // error summary: each leads to its question
	Send      string // text of the button
	Note      string // under the button: what is kept, whether one may try again
	Again     *Button
	// Graded questions are answered once an attempt, where the page judges.
	Graded bool
	Result *QuizResult
}

// QuizResult is what the script says when every question is answered, where the page
// judges: how many of how many were right, and whether that passes.
type QuizResult struct {
	Mark int // the percentage that passes; 0 when nothing has to be passed
}

// ResultPage says how a check went.
type ResultPage struct {
	Heading
	Score     int
	Of        int
	Passed    bool
	Mark      int // the percentage that passes; 0 when nothing has to be passed
	Text      templ.Component
	Next      *Button
	Again     *Button
	Questions []Question // to read again, with feedback
}

func verdictClass(v Verdict) string {
	if v == "" {
		return ""
	}
	return "is-" + string(v)
}

func outcomeIcon(outcome string) string {
	return map[string]string{"good": "right", "fair": "partly", "poor": "wrong"}[outcome]
}

// keyAttributes give the script what it needs to judge, when there is no server
// to do it. The answers are in the page anyway, in words.
func (q Question) keyAttributes() templ.Attributes {
	if q.Key == nil {
		return nil
	}
	a := templ.Attributes{"data-kind": string(q.Kind), "data-key": jsonOf(q.Key.Right)}
	if q.Key.Tolerance != "" {
		a["data-tolerance"] = q.Key.Tolerance
	}
	return a
}

// lockedIcon stands for the radio or the box when nothing can be changed.
func lockedIcon(chosen bool) string {
	if chosen {
		return "chosen"
	}
	return "empty"
}

// chosenText is the partner that was chosen, in words.
func (p Pair) chosenText(t lang.Tag) string {
	for _, o := range p.Options {
		if o.Value == p.Chosen {
			return o.Text
		}
	}
	return say(t, "question.none")
}

func (i Item) place() string {
	if i.Position == 0 {
		return "–"
	}
	return itoa(i.Position)
}

// Terms is what one must know before one answers: a line each, and the button that begins.
type Terms struct {
	ID    string
	Title string
	Lines []string
	Go    *Button
}

// Clock is the time of a timed attempt: when it ends in words, how long that is from now, and what a script says while it
// runs. Action and Fields are what it sends when the time is over.
type Clock struct {
	Title  string
	Ends   string // before the time: "This attempt ends at"
	Due    time.Time
	At     string        // Due in words
	Left   time.Duration // when the page is drawn
	Lines  []string      // the first one says what time it is, which a running clock replaces
	Rest   string        // before what is left: "Left:"
	Last   string        // in the last minute
	Five   string        // said when five minutes are left, when one is, and when the time is over
	One    string
	Over   string
	Hide   string
	Show   string
	Action string
	Fields []Field
}

func (c Clock) milliseconds() string { return strconv.FormatInt(c.Left.Milliseconds(), 10) }
