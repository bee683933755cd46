package site

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
)

// sorting is a real SMTP server that gives on what it is given.
type sorting chan *netmail.Message

type sorter struct{ office sorting }

func (o sorting) NewSession(*smtp.Conn) (smtp.Session, error) { return sorter{o}, nil }
func (sorter) Mail(string, *smtp.MailOptions) error           { return nil }
func (sorter) Rcpt(string, *smtp.RcptOptions) error           { return nil }
func (sorter) Reset()                                         {}
func (sorter) Logout() error                                  { return nil }

func (s sorter) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err == nil {
		s.office <- m
	}
	return err
}

// postOffice gives the office and the address of its server.
func postOffice(t *testing.T) (sorting, *mail.Server) {
	t.Helper()
	office := make(sorting, 100)
	s := smtp.NewServer(office)
	s.Domain, s.ReadTimeout, s.WriteTimeout = "localhost", time.Minute, time.Minute
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	server, err := mail.ParseServer("smtp://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return office, server
}

// parts are the texts of a message by media type.
func parts(t *testing.T, m *netmail.Message) map[string]string {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		data, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		out[kind] = strings.ReplaceAll(string(data), "\r\n", "\n")
	}
}

// learners are people who learn in a language each, and one who wants no mail.
type learners struct {
	t      *testing.T
	s      *Site
	now    *clock.Fixed
	office sorting
	people map[lang.Tag]identity.Person
	quiet  identity.Person
}

func (l learners) write(fn func(tx store.Tx) error) {
	l.t.Helper()
	if err := l.s.db.Write(l.t.Context(), fn); err != nil {
		l.t.Fatal(err)
	}
}

// all are the learners, the one who wants no mail too.
func (l learners) all() []identity.Person {
	return []identity.Person{l.people["en"], l.people["fr"], l.quiet}
}

func newLearners(t *testing.T) learners {
	office, server := postOffice(t)
	l := learners{t: t, now: clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)), office: office, people: map[lang.Tag]identity.Person{}}
	from, err := mail.ParseAddress("", "course@example.org")
	if err != nil {
		t.Fatal(err)
	}
	l.s, _ = open(t, released(t), func(o *Options) {
		o.Clock, o.Mail, o.MailFrom, o.BaseURL = l.now, server, from, "https://course.example.org"
	})
	person := func(name string, tag lang.Tag) (p identity.Person) {
		l.write(func(tx store.Tx) (err error) {
			if p, err = l.s.identity.CreatePerson(tx, "", identity.Person{Name: name, Email: identity.Email(strings.ToLower(name) + "@example.org"), Language: tag}); err != nil {
				return err
			}
			return l.s.mail.SetHours(tx, string(p.ID), mail.Hours{Zone: "UTC"}) // no hour is quiet
		})
		return p
	}
	l.people["en"], l.people["fr"], l.quiet = person("Ana", "en"), person("Luc", "fr"), person("Sam", "en")
	l.write(func(tx store.Tx) error { return l.s.mail.Choose(tx, string(l.quiet.ID), "", mail.Never) })
	return l
}

// arrive waits for one message to each learner, and looks that it is in their language, as text and as HTML, says what it
// should, and can be stopped with one click.
func (l learners) arrive(what string, says map[lang.Tag][]string) {
	l.t.Helper()
	for range says {
		if err := l.s.queue.Drain(l.t.Context()); err != nil {
			l.t.Fatal(err)
		}
		var m *netmail.Message
		select {
		case m = <-l.office:
		case <-l.t.Context().Done():
		case <-time.After(time.Minute):
		}
		if m == nil {
			l.t.Fatalf("%s: nothing arrived", what)
		}
		tag := lang.Tag(m.Header.Get("Content-Language"))
		to := string(l.people[tag].Email)
		if m.Header.Get("To") != "<"+to+">" {
			l.t.Errorf("%s in %s goes to %s", what, tag, m.Header.Get("To"))
		}
		if m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || !strings.HasPrefix(m.Header.Get("List-Unsubscribe"), "<https://course.example.org/") {
			l.t.Errorf("%s in %s cannot be stopped with one click: %v", what, tag, m.Header)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			l.t.Error(err)
		}
		texts := parts(l.t, m)
		for kind, text := range texts { // a subject has plain spaces
			texts[kind] = strings.ReplaceAll(text, "\u00a0", " ")
		}
		for _, part := range says[tag] {
			if !strings.Contains(subject+"\n"+texts["text/plain"], part) || part != subject && !strings.Contains(subject+texts["text/html"], part) {
				l.t.Errorf("%s in %s does not say %q:\n%s\n\n%s", what, tag, part, subject, texts["text/plain"])
			}
		}
		if strings.ContainsAny(texts["text/plain"], "{}") || !strings.Contains(texts["text/html"], `lang="`+string(tag)) {
			l.t.Errorf("%s in %s: %s", what, tag, texts["text/plain"])
		}
	}
	select {
	case m := <-l.office:
		l.t.Errorf("%s: one more to %s", what, m.Header.Get("To"))
	default:
	}
}

// Every message about what somebody learns, as their mail server gets it: each once, in the language of its reader, and
// none to who wants none.
func TestLettersAboutLearning(t *testing.T) {
	t.Parallel()
	l := newLearners(t)
	ctx := t.Context()
	offering := enrolment.Offering{Course: l.s.library.Edition().Course.Key, Titles: lang.Text{"en": "Autumn", "fr": "Automne", "iu-Cans": "ᐅᑭᐊᒃᓵᖅ"}, Kind: enrolment.Cohort, Door: enrolment.ByStaff,
		Opens: "2026-11-20", Due: "2026-12-10", Closes: "2026-12-10"}
	l.write(func(tx store.Tx) (err error) {
		if offering, err = l.s.enrolled.Offer(tx, l.people["en"].ID, offering); err != nil {
			return err
		}
		for _, p := range l.all() {
			if _, _, err := l.s.enrolled.Enrol(tx, l.people["en"].ID, offering, p.ID, enrolment.FromList); err != nil {
				return err
			}
		}
		return nil
	})
	l.arrive("the enrolment", map[lang.Tag][]string{
		"en": {"You are enrolled: Autumn", "It begins on November 20, 2026 and is due on December 10, 2026", "https://course.example.org/en/my-learning/"},
		"fr": {"Inscription : Automne", "Le cours commence le 20 novembre 2026", "https://course.example.org/fr/mon-apprentissage/"},
	})
	remind := func(days int) {
		l.now.Advance(time.Duration(days) * 24 * time.Hour)
		for range 2 {
			if err := l.s.enrolled.Remind(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	remind(7)
	l.arrive("the due day a week before", map[lang.Tag][]string{
		"en": {"Due December 10, 2026: Autumn", "You have not completed the course yet", "left to do"},
		"fr": {"À terminer d’ici le 10 décembre 2026 : Automne", "Le cours n’est pas encore terminé", "à faire"},
	})
	remind(5)
	l.arrive("the due day on the day before", map[lang.Tag][]string{"en": {"Due December 10, 2026: Autumn"}, "fr": {"À terminer d’ici le 10 décembre 2026 : Automne"}})
	remind(2)
	l.arrive("the due day that passed", map[lang.Tag][]string{
		"en": {"It was due on December 10, 2026: Autumn", "Nothing that you did is lost"},
		"fr": {"La date prévue, le 10 décembre 2026, est passée : Automne", "Rien de ce que vous avez fait n’est perdu"},
	})
	l.certificates()
}

// certificates lapse and are renewed.
func (l learners) certificates() {
	key := l.s.library.Edition().Course.Key
	l.write(func(tx store.Tx) error {
		if err := l.s.paper.SetMonths(tx, l.people["en"].ID, key, 12); err != nil {
			return err
		}
		for _, p := range l.all() {
			if err := l.s.paper.OnCompleted(tx, p.Actor, key, "", l.now.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	l.now.Advance(340 * 24 * time.Hour)
	for range 2 {
		if err := l.s.paper.Remind(l.t.Context()); err != nil {
			l.t.Fatal(err)
		}
	}
	l.arrive("the certificate that lapses", map[lang.Tag][]string{
		"en": {"Your certificate lapses on December 11, 2027", "On its page you can renew it"},
		"fr": {"Votre attestation vient à échéance le 11 décembre 2027", "Vous pouvez la renouveler sur sa page"},
	})
	for _, p := range l.all() {
		learnsOther(l.t, l.s, p.Actor, "")
		l.write(func(tx store.Tx) error {
			held, err := l.s.paper.Of(tx, p.Actor)
			if err == nil {
				_, err = l.s.paper.Renew(tx, "", held[0], p.Language)
			}
			return err
		})
	}
	l.arrive("the certificate that was renewed", map[lang.Tag][]string{
		"en": {"Your certificate is renewed: ", "holds until November 16, 2028", "https://course.example.org/en/account/certificates/"},
		"fr": {"Votre attestation est renouvelée : ", "valide jusqu’au 16 novembre 2028", "https://course.example.org/fr/compte/attestations/"},
	})
}

// What is new goes to who asked for it, and to nobody else.
func TestLettersAboutWhatIsNew(t *testing.T) {
	t.Parallel()
	l := newLearners(t)
	first := released(t)
	publishOn(t, l.s, parcel(t, first, "1.0.0"))
	tellNews(t, l.s)
	for _, p := range l.people {
		l.write(func(tx store.Tx) error { return l.s.mail.Choose(tx, string(p.ID), "delivery.news", mail.Now) })
	}
	for _, p := range l.all() {
		learnsOther(t, l.s, p.Actor, "")
	}
	second := after(t, first, "1.1.0", "a sign in three languages", "a sign in four languages")
	publishBy(t, l.s, parcel(t, second, "1.1.0"))
	for range 2 {
		tellNews(t, l.s)
	}
	l.arrive("what is new in English", map[lang.Tag][]string{"en": {"New since you finished: Words of the North", "Release 1.1.0", "1 page", "Nothing that you did is lost"}})
	publishBy(t, l.s, parcel(t, after(t, second, "1.2.0", "une affiche en trois langues", "une affiche en quatre langues"), "1.2.0"))
	tellNews(t, l.s)
	l.arrive("what is new in both", map[lang.Tag][]string{"en": {"Release 1.2.0"}, "fr": {"Du nouveau depuis que vous avez terminé : Mots du Nord", "La version 1.2.0", "Rien de ce que vous avez fait n’est perdu"}})
}
