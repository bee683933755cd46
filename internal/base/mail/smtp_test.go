package mail

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"atelier/internal/base/store"
)

// postOffice is a real SMTP server that keeps what it is given.
type postOffice struct {
	mu      sync.Mutex
	got     []received
	answers []error // to each RCPT TO, nil when there are no more
	url     string
}

// received is a message as it came.
type received struct {
	from, to string
	raw      []byte
}

func newPostOffice(t *testing.T) *postOffice {
	p := &postOffice{}
	s := smtp.NewServer(p)
	s.Domain, s.ReadTimeout, s.WriteTimeout = "localhost", time.Minute, time.Minute
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	p.url = "smtp://" + l.Addr().String()
	return p
}

func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{office: p}, nil }

type session struct {
	office *postOffice
	now    received
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.now.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.now.to += to
	if len(s.office.answers) == 0 {
		return nil
	}
	answer := s.office.answers[0]
	s.office.answers = s.office.answers[1:]
	return answer
}

func (s *session) Data(r io.Reader) (err error) {
	s.now.raw, err = io.ReadAll(r)
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.office.got = append(s.office.got, s.now)
	return err
}

func (s *session) Reset()        { s.now = received{} }
func (s *session) Logout() error { return nil }

// last is the newest message and its parts by type, read by Go's own mail reader.
func (p *postOffice) last(t *testing.T) (head mail.Header, parts map[string]string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.got) == 0 {
		t.Fatal("nothing arrived")
	}
	m, err := mail.ReadMessage(bytes.NewReader(p.got[len(p.got)-1].raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("the message is %s (%v)", kind, err)
	}
	parts = map[string]string{}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return m.Header, parts
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if part.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Errorf("%s comes as %s", kind, part.Header.Get("Content-Transfer-Encoding"))
		}
		data, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		parts[kind] = strings.ReplaceAll(string(data), "\r\n", "\n")
	}
}

func decoded(t *testing.T, s string) string {
	t.Helper()
	out, err := new(mime.WordDecoder).DecodeHeader(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestMessagesArrive(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		office := newPostOffice(t)
		b := newBench(t, db, office.url)
		b.send(b.answer())
		if len(office.got) != 0 {
			t.Error("it was sent inside the transaction")
		}
		b.drain()
		head, parts := office.last(t)
		if got := office.got[0]; got.from != "atelier@course.example.ca" || got.to != "zoe@example.ca" {
			t.Errorf("the envelope says %s and %s", got.from, got.to)
		}
		for name, want := range map[string]string{
			"Subject": "Ana <b>Lopez</b> a répondu à votre commentaire", "To": `Zoë Tremblay <zoe@example.ca>`, "From": `"Atelier" <atelier@course.example.ca>`,
			"Content-Language": "fr", "Auto-Submitted": "auto-generated", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Date": "Fri, 27 Nov 2026 17:00:00 +0000",
		} {
			if got := decoded(t, head.Get(name)); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		id := b.list()[0].ID
		if got := head.Get("Message-ID"); got != "<"+id+"@course.example.ca>" {
			t.Errorf("Message-ID %s", got)
		}
		leave := strings.Trim(head.Get("List-Unsubscribe"), "<>")
		if !strings.HasPrefix(leave, "https://course.example.ca/en/no-more-mail/?key=") {
			t.Errorf("List-Unsubscribe %s", leave)
		}
		for kind, wants := range map[string][]string{
			"text/plain": {"Ana <b>Lopez</b> a écrit\u00a0: «\u00a0Oui & non\u00a0»", "Lire la réponse\nhttps://course.example.ca/fr/ronde/3/", "Les logiciels ouverts", "Ne plus recevoir de tels messages\nhttps://course.example.ca/fr/plus-de-courriel/?key="},
			"text/html":  {"Ana &lt;b&gt;Lopez&lt;/b&gt; a écrit", `<html lang="fr">`, `<a href="https://course.example.ca/fr/ronde/3/">Lire la réponse</a>`},
		} {
			for _, want := range wants {
				if !strings.Contains(parts[kind], want) {
					t.Errorf("%s lacks %q:\n%s", kind, want, parts[kind])
				}
			}
		}
		if b.states() != "sent" || !b.list()[0].Sent.Equal(noon) {
			t.Errorf("%+v", b.list())
		}
	})
}

func TestUnknownLanguageIsEveryLanguage(t *testing.T) {
	office := newPostOffice(t)
	b := newBench(t, newDB(t), office.url)
	b.Outbox.o.Languages = nil
	b.Outbox.o.Languages = append(b.Outbox.o.Languages, "fr", "en")
	b.send(b.code(""))
	b.drain()
	head, parts := office.last(t)
	if got := decoded(t, head.Get("Subject")); got != "Votre code de connexion / Your code to sign in" || head.Get("Content-Language") != "fr, en" {
		t.Errorf("%q in %s", got, head.Get("Content-Language"))
	}
	if head.Get("List-Unsubscribe") != "" {
		t.Error("a code can be refused")
	}
	if got := parts["text/plain"]; strings.Count(got, "482 913") != 2 || strings.Index(got, "Tapez") > strings.Index(got, "Type this") {
		t.Error(got)
	}
	if got := parts["text/html"]; !strings.Contains(got, `<div lang="fr">`) || !strings.Contains(got, `<div lang="en">`) {
		t.Error(got)
	}
}

func TestFailuresAreToldApart(t *testing.T) {
	unknown := &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<zoe@example.ca> is unknown here"}
	later := &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted, zoe@example.ca"}
	onBoth(t, func(t *testing.T, db *store.DB) {
		office := newPostOffice(t)
		b := newBench(t, db, office.url)
		office.answers = []error{later, unknown}
		b.send(b.answer())
		b.drain()
		if e := b.list()[0]; e.State != Waiting || e.Tries != 1 || !strings.HasPrefix(string(e.Why), "later 451") {
			t.Errorf("greylisted: %+v", e)
		}
		b.clock.Advance(time.Minute)
		b.drain()
		e := b.list()[0]
		if e.State != Refused || e.Tries != 2 || !strings.HasPrefix(string(e.Why), "refused 550") || !strings.Contains(e.Why.Say("fr"), "ne peut pas être livré (550") {
			t.Errorf("unknown: %+v", e)
		}
		b.clock.Advance(100 * time.Hour)
		b.drain()
		if len(office.got) != 0 {
			t.Error("it tried again what was refused")
		}
		if strings.Contains(b.log.String(), "zoe@") {
			t.Error("the log holds an address")
		}
		b.write(func(tx store.Tx) error { return b.Again(tx, e.ID) })
		b.drain()
		if b.states() != "sent" || len(office.got) != 1 {
			t.Error(b.states())
		}
		b.write(func(tx store.Tx) error {
			if err := b.Again(tx, e.ID); err == nil {
				t.Error("what was sent can be sent again")
			}
			return nil
		})
	})
}

func TestServerAwayForGood(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "smtp://" + l.Addr().String()
	l.Close()
	b := newBench(t, newDB(t), url)
	b.send(b.answer())
	for range maxTries {
		b.drain()
		b.clock.Advance(24 * time.Hour)
	}
	if e := b.list()[0]; e.State != Failed || e.Why != "unreachable" || e.Tries != maxTries {
		t.Errorf("%+v", e)
	}
}

func TestUndoneMessagesAreNotSent(t *testing.T) {
	office := newPostOffice(t)
	b := newBench(t, newDB(t), office.url)
	_ = b.db.Write(t.Context(), func(tx store.Tx) error {
		return errors.Join(b.Send(tx, b.answer()), errors.New("undo"))
	})
	b.drain()
	if len(office.got) != 0 || b.states() != "" {
		t.Errorf("%d messages, outbox %q", len(office.got), b.states())
	}
}
