package report

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
)

// Every is how often a report is sent.
type Every string

// The rhythms: on the first day of a week (ISO 8601), and of a month.
const (
	Weekly  Every = "weekly"
	Monthly Every = "monthly"
)

// Rhythms lists them.
func Rhythms() []Every { return []Every{Weekly, Monthly} }

// time is the week or the month of a moment: "2026-W48", "2026-11".
func (e Every) time(now time.Time) string {
	if e == Monthly {
		return now.Format("2006-01")
	}
	year, week := now.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week)
}

// Letter is a report about people that somebody is sent again and again.
type Letter struct {
	ID       string
	Person   identity.PersonID
	Course   string // key
	Filter   Filter
	Every    Every
	File     FileKind // that goes with it; empty for none
	Language lang.Tag // of the course
	Made     string   // day

	last string // the week or month it was last sent for
}

// Mailer takes what is written to people, in the transaction that causes it.
type Mailer interface {
	Send(tx store.Tx, m mail.Message) error
}

// topicReports is the topic of reports by mail.
const topicReports = "report.letters"

// Declare makes the topics of the room known to the outbox.
func Declare(b *mail.Outbox) {
	b.Declare(mail.Topic{Name: topicReports, Words: words, Key: "letter.topic", Way: mail.Now}, mail.Topic{Name: topicLater, Words: words, Key: "evaluation.topic", Way: mail.Now})
}

// mostLetters is how many reports somebody may be sent.
const mostLetters = 20

// mostTrait bounds what a filter asks for.
const mostTrait = 100

// Subscribe has a report sent to somebody, the first time when the next week or month
// begins. A fault of kind Forbidden says that they may not see it; asking again for
// what is sent already changes how often, and with which file.
func (r *Room) Subscribe(tx store.Tx, l Letter) (Letter, error) {
	c, err := r.courseOn(l.Course)
	if err != nil {
		return l, err
	}
	if _, err := r.sightOfPerson(tx, l.Person, c.Key); err != nil {
		return l, err
	}
	if !slices.Contains(Rhythms(), l.Every) || l.File != "" && !slices.Contains(FileKinds(), l.File) || slices.ContainsFunc(l.Filter[:], func(s string) bool { return len(s) > mostTrait }) {
		return l, fault.New(fault.Invalid, words, "bad-letter")
	}
	all, err := selectLetters(tx, l.Person)
	if err != nil {
		return l, err
	}
	n := 0
	for _, one := range all {
		if one.Course != c.Key || one.Filter != l.Filter {
			n++
			continue
		}
		if err := deleteLetter(tx, one.ID); err != nil {
			return l, err
		}
	}
	if n >= mostLetters {
		return l, fault.New(fault.Conflict, words, "many-letters", lang.A{"n": mostLetters})
	}
	now := r.Clock.Now().UTC()
	l.ID, l.Course, l.Language, l.Made, l.last = "l-"+clock.NewID(), c.Key, reads(c, l.Language), now.Format(time.DateOnly), l.Every.time(now)
	return l, insertLetter(tx, l)
}

// Unsubscribe ends a report of somebody's; one that is not theirs is not there.
func (r *Room) Unsubscribe(tx store.Tx, person identity.PersonID, id string) error {
	l, err := selectLetter(tx, id)
	if err != nil {
		return err
	}
	if l.Person != person {
		return fault.New(fault.NotFound, words, "no-letter")
	}
	return deleteLetter(tx, id)
}

// sightOfPerson is what a person sees of a course by the roles they hold now, whoever
// sits in front of a browser.
func (r *Room) sightOfPerson(tx store.Tx, id identity.PersonID, key string) (Sight, error) {
	p, err := r.Identity.PersonByID(tx, id)
	if err != nil {
		return Sight{}, err
	}
	grants, err := r.Identity.Grants(tx, id)
	if err != nil {
		return Sight{}, err
	}
	switch {
	case p.Disabled:
		return Sight{}, fault.New(fault.Forbidden, words, "may-not-see")
	case ActPeople.Allowed(grants, identity.CourseScope(key)):
		return Sight{All: true}, nil
	}
	orgs, err := r.Enrolment.Managed(tx, &identity.Session{Person: id})
	return sightOn(orgs), err
}

// lettersAtOnce is how many letters are looked at between two transactions.
const lettersAtOnce = 50

// SendLetters writes to everybody whose week or month began. Done again, it writes to
// nobody twice. Whoever may not see the report any more is sent no more of them.
func (r *Room) SendLetters(ctx context.Context) error {
	now := r.Clock.Now().UTC()
	for _, every := range Rhythms() {
		for after := ""; ; {
			var due []Letter
			err := r.DB.Read(store.Patient(ctx), func(tx store.Tx) (err error) {
				due, err = selectDue(tx, every, every.time(now), after, lettersAtOnce)
				return err
			})
			if err != nil {
				return err
			}
			for _, l := range due {
				after = l.ID
				if err := r.DB.Write(store.Patient(ctx), func(tx store.Tx) error { return r.sendLetter(tx, l, every.time(now)) }); err != nil {
					return err
				}
			}
			if len(due) < lettersAtOnce {
				break
			}
		}
	}
	return nil
}

// sendLetter writes one letter, or ends it.
func (r *Room) sendLetter(tx store.Tx, l Letter, now string) error {
	c, err := r.courseOn(l.Course)
	if fault.KindOf(err) == fault.NotFound {
		return nil // the course may come back
	}
	sight, err := r.sightOfPerson(tx, l.Person, l.Course)
	if kind := fault.KindOf(err); kind == fault.NotFound || kind == fault.Forbidden {
		return deleteLetter(tx, l.ID)
	}
	if err != nil {
		return err
	}
	if first, err := noteLetter(tx, l.ID, now); err != nil || !first {
		return err
	}
	p, err := r.Identity.PersonByID(tx, l.Person)
	if err != nil || p.Email == "" || r.Mail == nil {
		return err
	}
	to, err := mail.ParseAddress("", string(p.Email))
	if err != nil {
		return nil // an address that identity takes and mail does not
	}
	v, err := r.people(tx, l.Course, sight, l.Filter)
	if err != nil {
		return err
	}
	n, err := r.names(tx, l.Course)
	if err != nil {
		return err
	}
	face := r.face(l.Language)
	m := mail.Message{To: to, Person: string(p.ID), Language: face, Words: words, Key: "letter.mail", Topic: topicReports,
		Link: PeoplePath(l.Language, face) + r.query(l.Course, l.Filter), Args: sayView(c, v, n, l.Language, face)}
	if v.Figures.N < Few {
		m.Key = "letter.mail-nothing"
		return r.Mail.Send(tx, m)
	}
	m.Args["file"] = ""
	if l.File == "" {
		return r.Mail.Send(tx, m)
	}
	f, err := l.attached(c, v, face)
	if err != nil {
		return err
	}
	m.Args["file"] = words.Say(face, "letter.too-large")
	if len(f.Data) <= mail.MostFile {
		m.Files, m.Args["file"] = []mail.File{f}, words.Say(face, "letter.with", lang.A{"file": f.Name, "day": m.Args["day"]})
	}
	return r.Mail.Send(tx, m)
}

// attached is the file that goes with a letter: the one that the page gives of the same
// view.
func (l Letter) attached(c *course.Course, v View, face lang.Tag) (mail.File, error) {
	data, media, err := l.File.write(face, peopleRows(c, v), peopleFigures)
	return mail.File{Name: nameOfFile(l.Course, words.Say(face, "people.file")+"."+string(l.File)), Type: media, Data: data}, err
}

// face is the interface language for readers of a language of the course.
func (r *Room) face(tag lang.Tag) lang.Tag { return r.Library.Edition().Face(tag) }

// sayView is a view in words, for a letter.
func sayView(c *course.Course, v View, n names, tag, face lang.Tag) lang.A {
	say := func(key string, args ...lang.A) string { return words.Say(face, key, args...) }
	w := worded{c, tag, face}
	args := lang.A{"course": c.Title.In(tag), "of": say("letter.everybody"), "n": lang.Number(face, float64(v.Figures.N), 0), "few": Few, "day": sayDay(face, v.Day)}
	var asked, far, more []string
	for trait, value := range v.Filter {
		if value != "" {
			asked = append(asked, say("letter.asked", lang.A{"what": say("people.ask-" + asks[trait]), "value": w.value(n, trait, value)}))
		}
	}
	if len(asked) > 0 {
		args["of"] = strings.Join(asked, "; ")
	}
	for _, m := range v.Figures.Measures(c) {
		switch m.Name {
		case "objective":
		case "score":
			more = append(more, say("letter.asked", lang.A{"what": say("people.fact-score"), "value": w.percent(m.Share)}))
		case "minutes":
			more = append(more, say("letter.asked", lang.A{"what": say("people.fact-minutes"), "value": lang.Minutes(face, m.Minutes)}))
		default:
			label, _ := w.measure(m, 0)
			far = append(far, say("letter.asked", lang.A{"what": label, "value": w.percent(m.Share)}))
		}
	}
	args["far"], args["more"] = strings.Join(far, "; "), strings.Join(more, "; ")
	return args
}
