package mail

import (
	"context"
	"crypto/tls"
	"net"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"atelier/internal/base/store"
)

// guarded is a post office that asks who gives it mail.
type guarded struct{ *postOffice }

func (g guarded) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &guardedSession{session: session{office: g.postOffice}}, nil
}

type guardedSession struct {
	session
	known bool
}

func (*guardedSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *guardedSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "atelier" || password != "p@ss/word" {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "not you"}
		}
		s.known = true
		return nil
	}), nil
}

func (s *guardedSession) Mail(from string, o *smtp.MailOptions) error {
	if !s.known {
		return smtp.ErrAuthRequired
	}
	return s.session.Mail(from, o)
}

// serveGuarded starts it with a certificate of nobody's, by STARTTLS or TLS alone.
func serveGuarded(t *testing.T, implicit bool) (g guarded, at string) {
	t.Helper()
	certificate := httptest.NewUnstartedServer(nil)
	certificate.StartTLS()
	t.Cleanup(certificate.Close)
	g = guarded{&postOffice{}}
	s := smtp.NewServer(g)
	s.Domain, s.TLSConfig = "localhost", &tls.Config{Certificates: certificate.TLS.Certificates}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at = l.Addr().String()
	if implicit {
		l = tls.NewListener(l, s.TLSConfig)
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return g, at
}

func TestAuthenticationAndEncryption(t *testing.T) {
	for _, c := range []struct {
		name, scheme, login string
		implicit            bool
		want                string // the state and why
	}{
		{"STARTTLS", "smtp", "atelier:p%40ss%2Fword@", false, "sent "},
		{"TLS alone", "smtps", "atelier:p%40ss%2Fword@", true, "sent "},
		{"a wrong password", "smtp", "atelier:wrong@", false, "waiting not-let-in"},
		{"no password", "smtp", "", false, "waiting sender 502 5.7.0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, at := serveGuarded(t, c.implicit)
			b := newBench(t, newDB(t), c.scheme+"://"+c.login+at)
			b.send(b.answer())
			b.drain()
			e := b.list()[0]
			if got := string(e.State) + " " + string(e.Why); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if arrived := len(g.got) == 1; arrived != strings.HasPrefix(c.want, "sent") {
				t.Errorf("%d messages arrived", len(g.got))
			}
			if strings.Contains(b.log.String(), "p@ss") || strings.Contains(b.log.String(), "wrong") && c.name == "a wrong password" && strings.Contains(b.log.String(), ":wrong") {
				t.Error("the log holds the password")
			}
		})
	}
}

// A server elsewhere must encrypt, with a certificate in its name: nothing is given to
// one that does not, not even the password.
func TestNoMailWithoutEncryption(t *testing.T) {
	plain := newPostOffice(t)
	_, forged := serveGuarded(t, false)
	for at, want := range map[string]string{strings.TrimPrefix(plain.url, "smtp://"): "encryption", forged: "encryption"} {
		s, err := ParseServer("smtp://atelier:secret@" + at)
		if err != nil {
			t.Fatal(err)
		}
		s.local = false
		why, forGood := reason(s.send(context.Background(), draft{id: "1", from: address(t, "", "a@b.ca"), to: address(t, "", "a@b.ca"), plain: "x", html: "x"}))
		if why != want || forGood {
			t.Errorf("%s: %q", at, why)
		}
	}
	if len(plain.got) != 0 {
		t.Error("mail went in clear text")
	}
}

// A name in the outbox may be one that a mail server reads in its own way.
func TestEnvelopeIsTheAddressAlone(t *testing.T) {
	office := newPostOffice(t)
	b := newBench(t, newDB(t), office.url)
	m := b.answer()
	m.To = address(t, `eve@example.com, "x" <y@z>`, "zoe@example.ca")
	b.write(func(tx store.Tx) error { return b.Send(tx, m) })
	b.drain()
	if office.got[0].to != "zoe@example.ca" {
		t.Errorf("it went to %s", office.got[0].to)
	}
}
