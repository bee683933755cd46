package report

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
)

// Form is a set of questions that learners may answer about a course.
type Form string

// The forms.
const (
	AtEnd Form = "end"   // when the course is completed: UMUX-Lite, relevance
	Later Form = "later" // ninety days after: use at work
)

// Forms lists them.
func Forms() []Form { return []Form{AtEnd, Later} }

// scale is a question of a form that is answered on a scale.
type scale struct {
	name   string
	points int // of the scale, from 1
	agree  int // from which point on an answer is a yes
}

// formItems are the questions of each form. The first two at the end are the UMUX-Lite (Lewis,
// Utesch and Maher 2013), on its scale of seven.
var formItems = map[Form][]scale{
	AtEnd: {{"capable", 7, 5}, {"easy", 7, 5}, {"relevant", 7, 5}},
	Later: {{"used", 4, 2}, {"changed", 7, 5}},
}

// mostItems is how many a form has at most.
const mostItems = 3

// mostSaid bounds what somebody writes, in characters.
const mostSaid = 2000

// topicLater is the topic of what is asked ninety days after a course.
const topicLater = "report.later"

// laterAfter is how long after the end people are asked again.
const laterAfter = 90 * 24 * time.Hour

// Evaluation is what somebody says of a course. It names nobody.
type Evaluation struct {
	Course   string // key
	Form     Form
	Language lang.Tag
	Scores   [mostItems]int // in the order of the form
	Said     string         // in their own words; may be empty
}

// missing are the items of the form that are not answered.
func (e Evaluation) missing() (all []scale) {
	for i, it := range formItems[e.Form] {
		if e.Scores[i] < 1 || e.Scores[i] > it.points {
			all = append(all, it)
		}
	}
	return all
}

// Evaluated says whether an owner filled in a form.
func (r *Room) Evaluated(tx store.Tx, owner identity.Actor, key string, f Form) (bool, error) {
	return selectEvaluated(tx, owner, key, f)
}

// Evaluate keeps what an owner says of a course, apart from who said it. A fault of kind
// Conflict says that they did before, of kind Invalid that something is missing.
func (r *Room) Evaluate(tx store.Tx, owner identity.Actor, e Evaluation) error {
	e.Said = strings.TrimSpace(strings.ToValidUTF8(e.Said, ""))
	if len(e.missing()) > 0 || utf8.RuneCountInString(e.Said) > mostSaid {
		return fault.New(fault.Invalid, words, "evaluation.bad")
	}
	first, err := insertEvaluated(tx, owner, e.Course, e.Form)
	if err != nil {
		return err
	}
	if !first {
		return fault.New(fault.Conflict, words, "evaluation.twice")
	}
	return insertEvaluation(tx, clock.Secret(), e)
}

// PublishEvaluations shows what was said since it was last told: figures when Few or
// more people said it in a language, their own words when Few or more wrote some.
func (r *Room) PublishEvaluations(ctx context.Context) error {
	return r.DB.Write(store.Patient(ctx), func(tx store.Tx) error {
		for _, c := range r.courses() {
			for _, f := range Forms() {
				for _, tag := range c.Tags() {
					if err := showEvaluations(tx, c.Key, f, tag); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// AskLater has a person asked again, ninety days from now.
func (r *Room) AskLater(tx store.Tx, person identity.PersonID, key string, tag lang.Tag) error {
	return insertLater(tx, person, key, r.Clock.Now().Add(laterAfter).UTC().Format(time.DateOnly), tag)
}

// AskNever takes that back.
func (r *Room) AskNever(tx store.Tx, person identity.PersonID, key string) error {
	return deleteLater(tx, person, key)
}

// SendLater writes to those who wanted to be asked and whose day has come, once.
func (r *Room) SendLater(ctx context.Context) error {
	today := r.Clock.Now().UTC().Format(time.DateOnly)
	for {
		n := 0
		err := r.DB.Write(store.Patient(ctx), func(tx store.Tx) error {
			due, err := selectLater(tx, today, lettersAtOnce)
			n = len(due)
			for _, l := range due {
				if err == nil {
					err = r.askNow(tx, l)
				}
			}
			return err
		})
		if err != nil || n < lettersAtOnce {
			return err
		}
	}
}

// awaited is a person who wants to be asked later.
type awaited struct {
	person   identity.PersonID
	course   string
	language lang.Tag
}

func (r *Room) askNow(tx store.Tx, a awaited) error {
	if err := noteLater(tx, a); err != nil {
		return err
	}
	c, err := r.courseOn(a.course)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	p, err := r.Identity.PersonByID(tx, a.person)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil || p.Email == "" || p.Disabled || r.Mail == nil {
		return err
	}
	to, err := mail.ParseAddress("", string(p.Email))
	if err != nil {
		return nil // an address that identity takes and mail does not
	}
	tag := reads(c, a.language)
	face := r.face(tag)
	return r.Mail.Send(tx, mail.Message{To: to, Person: string(p.ID), Language: face, Words: words, Key: "evaluation.mail", Topic: topicLater,
		Args: lang.A{"course": c.Title.In(tag)}, Link: EvaluationPath(tag, face, Later) + r.query(c.Key, Filter{})})
}

// Said is what is told of a form in a language.
type Said struct {
	Language lang.Tag
	N        int
	Agree    [mostItems]int // how many said yes
	Usable   int            // sum of the scores of the UMUX-Lite, from 0 to 100 each
}

func (s *Said) plus(o Said) {
	s.N += o.N
	s.Usable += o.Usable
	for i := range s.Agree {
		s.Agree[i] += o.Agree[i]
	}
}

// said is what is told of a form, in all languages and in each.
func (r *Room) said(tx store.Tx, c *course.Course, f Form) (all Said, each []Said, err error) {
	each, err = selectSaid(tx, c.Key, f)
	for _, s := range each {
		all.plus(s)
	}
	return all, each, err
}

// each calls fn for every figure of a form; none when fewer than Few answered.
func (s Said) each(f Form, fn func(name string, share Percent)) {
	if s.N < Few {
		return
	}
	if f == AtEnd {
		fn("usable", percent(s.Usable, 100*s.N))
	}
	for i, it := range formItems[f] {
		fn(it.name, percent(s.Agree[i], s.N))
	}
}
