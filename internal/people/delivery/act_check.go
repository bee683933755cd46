package delivery

import (
	"slices"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/standard/xapi"
)

// Outcome is what came of a form of a knowledge check.
type outcome int

const (
	saved     outcome = iota // answers are kept, nothing else
	missing                  // there is no answer yet to some questions
	onward                   // a scenario went on by a step
	sent                     // the answers are judged
	stale                    // the form belongs to an attempt that is over
	reviewing                // the answers are kept, to be looked over before they are sent
)

// check is the text of the check in the language of the page, and the attempt;
// with a begun one when there is none.
func (d *deed) attempt() *Attempt {
	if a := d.doc.Attempt; a != nil {
		return a
	}
	a := begin(d.page.Doc())
	d.doc.Attempt = a
	return a
}

// asked are the questions of an attempt that the course still has.
func (a *Attempt) questions(d *course.Doc) []*course.Question {
	var out []*course.Question
	for _, q := range questions(d) {
		if slices.Contains(a.Asked, q.ID) {
			out = append(out, q)
		}
	}
	return out
}

// take keeps the answers of a form. number is the attempt the form was drawn for,
// 0 when it was drawn for a stranger.
func (d *deed) take(f fields, number int) (a *Attempt, walked bool, result outcome) {
	begun := d.doc.Attempt != nil
	if !begun && d.page.Page.Time > 0 {
		return &Attempt{}, false, stale // a timed attempt begins by its own button
	}
	a = d.attempt()
	if number == 0 {
		number = 1 // what a stranger sees is the first attempt
	}
	if number != a.Number || !a.open() {
		return a, false, stale
	}
	any := false
	for _, q := range a.questions(d.page.Doc()) {
		was := a.Answers[q.ID]
		if a.Sent && d.judge(q, was) == page.Right {
			continue // nothing to mend
		}
		now := d.read(f, q, was)
		if now.same(was) || now.empty() {
			continue
		}
		walked = walked || q.Kind == course.Scenario
		any = true
		a.answer(q.ID, now)
	}
	if any {
		d.changed = true
		if !begun {
			d.said = append(d.said, xapi.Statement{Verb: xapi.Attempted, Object: d.thing(), Context: around(d.page, a.Number)})
		}
	}
	return a, walked, saved
}

// check does what the form of a check asks for, or one of the buttons beside it.
func (d *deed) check(f fields) (outcome, error) {
	n := number0(f.get("attempt"))
	switch f.get("act") {
	case "begin":
		return d.begin(n), nil
	case "time":
		return d.timeUp(n)
	case "again":
		return d.tryAgain(n), nil
	case "mend":
		return d.mend(n), nil
	case "review":
		if d.over(n) || d.sentBefore(nil, n) {
			return sent, nil // the time was over, or the button was pressed twice, and the result is there
		}
		return d.send(nil, n, true)
	case "":
		if d.late(f, n) || d.over(n) || d.sentBefore(f, n) {
			return sent, nil
		}
		if d.graded() {
			return d.offer(f, n), nil
		}
		return d.send(f, n, f.get("asis") == "yes")
	}
	return saved, fault.New(fault.Invalid, words, "unknown-act")
}

// sentBefore says whether a form only says again what was sent, as one does that is sent twice or out of a second tab.
func (d *deed) sentBefore(f fields, number int) bool {
	a := d.doc.Attempt
	if a == nil || a.Number != number || a.open() {
		return false
	}
	return !slices.ContainsFunc(a.questions(d.page.Doc()), func(q *course.Question) bool {
		was := a.Answers[q.ID]
		now := d.read(f, q, was)
		return !now.empty() && !now.same(was)
	})
}

// save keeps the answers of the form of a check while they are being given.
func (d *deed) save(f fields) {
	f, n := f.withoutScenarios(d.page.Doc()), number0(f.get("attempt"))
	if !d.late(f, n) {
		d.take(f, n)
	}
}

// send takes the answers and judges them when there is one to every question that
// wants one, or when the learner sends them as they are (asIs). A scenario that
// just went on by a step waits for the next.
func (d *deed) send(f fields, number int, asIs bool) (outcome, error) {
	a, walked, result := d.take(f, number)
	if result == stale {
		return stale, nil
	}
	left := d.unanswered(a)
	switch {
	case len(a.Answers) == 0:
		return missing, nil
	case walked && len(left) > 0:
		return onward, nil
	case len(left) > 0 && !asIs:
		return missing, nil
	}
	d.changed = true
	return sent, d.mark(a)
}

// offer keeps the answers of a graded page, which are looked over before they are sent.
func (d *deed) offer(f fields, number int) outcome {
	a, walked, result := d.take(f, number)
	switch {
	case result == stale:
		return stale
	case len(a.Answers) == 0:
		return missing
	case walked && len(d.unanswered(a)) > 0:
		return onward
	}
	return reviewing
}

// graded says whether the answers on the page are for a mark and not told yet.
func (d *deed) graded() bool {
	a := d.doc.Attempt
	return reviewed(d.page.Edition.Course, d.page.Page) && (a == nil || !a.Sent)
}

// unanswered are the questions that want an answer and have none.
func (d *deed) unanswered(a *Attempt) []*course.Question {
	var out []*course.Question
	for _, q := range a.questions(d.page.Doc()) {
		if q.Kind.Scored() && d.judge(q, a.Answers[q.ID]) == "" {
			out = append(out, q)
		}
	}
	return out
}

// mark judges an attempt and says so: each answer that was not told yet, and, the
// first time, the result.
func (d *deed) mark(a *Attempt) error {
	text := d.page.Doc()
	for _, q := range a.questions(text) {
		given := a.Answers[q.ID]
		if given.empty() || given.Told {
			continue
		}
		given.Told = true
		a.answer(q.ID, given)
		d.said = append(d.said, d.answered(q, given, d.judge(q, given), a.Number))
	}
	a.Mending = false
	if a.Sent {
		return nil
	}
	a.Sent = true
	d.know()
	a.Right, a.Of = a.score(func(id course.ID) (page.Verdict, bool) {
		q := questionOf(text, id)
		if q == nil {
			return "", false
		}
		return d.judge(q, a.Answers[id]), q.Kind.Scored()
	})
	d.said = append(d.said, d.result(a))
	return nil
}

// result is the statement of how an attempt went.
func (d *deed) result(a *Attempt) xapi.Statement {
	s := xapi.Statement{Verb: xapi.Completed, Object: d.thing(), Context: around(d.page, a.Number), Result: &xapi.Result{Completion: xapi.Is(true)}}
	if a.Of > 0 {
		s.Result.Score = &xapi.Score{Scaled: float64(a.Right) / float64(a.Of), Raw: float64(a.Right), Max: float64(a.Of)}
	}
	if d.page.Page.Pass > 0 {
		s.Result.Success = xapi.Is(a.passed(d.page.Page))
		s.Verb = xapi.Failed
		if a.passed(d.page.Page) {
			s.Verb = xapi.Passed
		}
	}
	return s
}

// mend opens a sent attempt again where it was not right.
func (d *deed) mend(number int) outcome {
	a := d.doc.Attempt
	if a == nil || a.Number != number || !a.Sent {
		return stale
	}
	if !a.Mending {
		a.Mending, d.changed = true, true
		for _, q := range a.questions(d.page.Doc()) {
			if q.Kind == course.Scenario && d.judge(q, a.Answers[q.ID]) != page.Right {
				a.answer(q.ID, Answer{}) // a walk begins at its start
			}
		}
	}
	return saved
}

// tryAgain begins the next attempt, with other questions. A timed one begins by its own button.
func (d *deed) tryAgain(number int) outcome {
	a := d.doc.Attempt
	switch {
	case a == nil || a.Number != number || !a.Sent:
		return stale
	case d.page.Page.Time > 0 || exhausted(d.page.Page, a):
		return saved
	}
	d.next(a)
	return saved
}

// begin begins a timed attempt. One that is under way goes on, so that a form sent twice begins one.
func (d *deed) begin(number int) outcome {
	a, p := d.doc.Attempt, d.page.Page
	switch {
	case p.Time == 0:
		return stale
	case a == nil:
		a = begin(d.page.Doc())
		d.doc.Attempt, d.changed = a, true
		d.said = append(d.said, xapi.Statement{Verb: xapi.Attempted, Object: d.thing(), Context: around(d.page, a.Number)})
	case !a.Sent:
		return saved
	case a.Number != number:
		return stale
	case exhausted(p, a):
		return saved
	default:
		d.next(a)
	}
	d.doc.Attempt.Began, d.doc.Attempt.Minutes = d.room.Clock.Now().UTC().Truncate(time.Millisecond), p.Time
	return saved
}

// next puts another attempt in the place of one.
func (d *deed) next(a *Attempt) {
	seed := strings.Join([]string{string(d.who.Actor), string(PageActivity(d.page.Edition.Course, d.page.Page))}, "/")
	d.doc.Attempt = again(d.page.Doc(), a, d.page.Page.Draw, seed)
	d.doc.Attempt.Elsewhere = a.Elsewhere
	d.changed = true
	d.said = append(d.said, xapi.Statement{Verb: xapi.Attempted, Object: d.thing(), Context: around(d.page, d.doc.Attempt.Number)})
}
