package mail

import (
	"bytes"
	"context"
	"net/mail"
	"net/url"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/lang"
)

func TestAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"ana@example.ca": "ana@example.ca", "Ana.O'Neil+os@Example.CA": "Ana.O'Neil+os@example.ca", "zoe@québec.example": "zoe@xn--qubec-csa.example",
		"": "", "ana": "", "@example.ca": "", "ana@": "", "ana@@example.ca": "", ".ana@example.ca": "", "a..b@example.ca": "", `"a b"@example.ca`: "",
		"ana@example.ca\r\nBcc: x@y.z": "", "ana@exa mple.ca": "", "ana@[127.0.0.1]": "", "ana@-x.ca": "", "zoé@example.ca": "", "a@b.ca,c@d.ca": "",
		"<ana@example.ca>": "", "ana@example.ca.": "", strings.Repeat("a", 65) + "@example.ca": "",
	} {
		a, err := ParseAddress("", in)
		if (err == nil) != (want != "") || err == nil && a.Mail() != want {
			t.Errorf("%q gives %q, %v; want %q", in, a.Mail(), err, want)
		}
	}
	a := address(t, "Ana\r\nBcc: eve@example.com\u202e", "ana@example.ca")
	if a.Name() != "AnaBcc: eve@example.com" && a.Name() != "Ana Bcc: eve@example.com" {
		t.Errorf("the name is %q", a.Name())
	}
}

// Whatever people write into names and texts, a message has the headers that we
// meant, one reader, and a subject on one line. Go's own reader of mail is the judge.
func FuzzNoHeaderCanBeInjected(f *testing.F) {
	f.Add("Ana", "Bonjour")
	f.Add("Ana\r\nBcc: eve@example.com", "x\r\n\r\nBcc: eve@example.com")
	f.Add("=?utf-8?q?=0D=0ABcc:_eve@example.com?=", "=?utf-8?b?DQpCY2M6IGV2ZQ==?=")
	f.Add("\"\\\", <eve@example.com>", "\x00\v\f\u2028Bcc: eve")
	f.Add(strings.Repeat("é", 300), strings.Repeat("x ", 500))
	b := &Outbox{o: Options{Languages: lang.Interfaces(), Name: func(lang.Tag) string { return "Site" }, BaseURL: &url.URL{Scheme: "https", Host: "course.example.ca"}}}
	from := address(f, "Atelier", "atelier@example.ca")
	f.Fuzz(func(t *testing.T, name, text string) {
		to, err := ParseAddress(name, "ana@example.ca")
		if err != nil {
			t.Fatal(err)
		}
		c, err := b.compose(Message{To: to, Words: said, Key: "round", Args: lang.A{"who": name, "text": text}, Link: "/x/", Code: text})
		if err != nil {
			t.Fatal(err)
		}
		l := b.letter(c, "")
		d := draft{id: "1", from: from, to: to, subject: c.subject(), tags: lang.Interfaces(), plain: l.plain(), html: "<p>", date: time.Unix(0, 0)}
		m, err := d.message()
		if err != nil {
			t.Fatal(err)
		}
		var raw bytes.Buffer
		if _, err := m.WriteTo(&raw); err != nil {
			t.Fatal(err)
		}
		read, err := mail.ReadMessage(&raw)
		if err != nil {
			t.Fatal(err)
		}
		for key := range read.Header {
			switch key {
			case "Date", "Message-Id", "Mime-Version", "Subject", "From", "To", "Content-Type", "Auto-Submitted", "Content-Language":
			default:
				t.Errorf("there is a header %s: %q", key, read.Header[key])
			}
		}
		list, err := read.Header.AddressList("To")
		if err != nil || len(list) != 1 || list[0].Address != "ana@example.ca" || len(read.Header["Subject"]) != 1 {
			t.Errorf("it goes to %v (%v)", list, err)
		}
		if subject := decoded(t, read.Header.Get("Subject")); strings.ContainsAny(subject, "\r\n\x00") {
			t.Errorf("the subject is %q", subject)
		}
	})
}

func FuzzParseAddress(f *testing.F) {
	f.Add("ana@example.ca")
	f.Add("a@xn--\x00")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := ParseAddress(s, s)
		if err != nil {
			return
		}
		read, err := mail.ParseAddress(a.String())
		if err != nil || read.Address != a.Mail() {
			t.Errorf("%q is read as %v (%v)", a.String(), read, err)
		}
		if again, err := ParseAddress(a.Name(), a.Mail()); err != nil || again != a {
			t.Errorf("%v becomes %v (%v)", a, again, err)
		}
	})
}

func TestServers(t *testing.T) {
	for in, want := range map[string]string{
		"smtp://mail.example.ca": "mail.example.ca:587", "smtps://u:p%40ss@mail.example.ca": "mail.example.ca:465", "smtp://127.0.0.1:1025/": "127.0.0.1:1025", "smtp://[::1]:25": "[::1]:25",
		"": "", "mail.example.ca": "", "http://mail.example.ca": "", "smtp://": "", "smtp://h:0": "", "smtp://h:99999": "", "smtp://h/x": "", "smtp://h?x=1": "", "smtp://u:se%zzcret@h": "",
	} {
		s, err := ParseServer(in)
		if (err == nil) != (want != "") || err == nil && s.Name() != want {
			t.Errorf("%q gives %v, %v", in, s, err)
		}
		if err != nil && strings.Contains(err.Error(), "cret") {
			t.Errorf("the password is told: %v", err)
		}
	}
	s, err := ParseServer("smtp://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	why, forGood := reason(s.send(context.Background(), draft{from: address(t, "", "a@b.ca"), to: address(t, "", "a@b.ca")}))
	if why != "unreachable" || forGood {
		t.Errorf("%s %v", why, forGood)
	}
}
