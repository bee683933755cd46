package mail

import (
	"bytes"
	"context"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail/pages"
	"atelier/internal/base/store"
)

// draft is a message ready to be given to a mail server.
type draft struct {
	id       string
	from, to Address
	subject  string
	tags     []lang.Tag
	plain    string
	html     string
	date     time.Time
	files    []File
	leave    string // the address at which one stops such messages; empty when urgent
}

// draft writes an entry out, and keeps whom its link at the foot is for.
func (b *Outbox) draft(tx store.Tx, e entry) (draft, error) {
	d := draft{id: e.ID, from: b.o.From, to: e.to, date: b.o.Clock.Now()}
	var c content
	if e.content != nil {
		c = *e.content
	}
	d.subject, d.files = c.subject(), c.files()
	if d.from.name == "" && len(c) > 0 {
		d.from.name = oneLine(b.o.Name(c[0].Tag))
	}
	secret := ""
	if !e.urgent && b.o.BaseURL != nil {
		secret = clock.Secret()
		if err := insertLeave(tx, hashOf(secret), e.whom, e.topic, d.date); err != nil {
			return draft{}, err
		}
		d.leave = b.leaveURL(b.o.Languages[0], secret)
	}
	l := b.letter(c, secret)
	d.plain = l.plain()
	for _, p := range c {
		d.tags = append(d.tags, p.Tag)
	}
	var page bytes.Buffer
	err := pages.LetterPage(l.Letter).Render(context.Background(), &page)
	d.html = page.String()
	return d, err
}

// letter is a message as it is drawn.
type letter struct{ pages.Letter }

func (b *Outbox) letter(c content, secret string) letter {
	l := pages.Letter{Subject: c.subject()}
	for _, p := range c {
		one := pages.Part{
			Tag: p.Tag, Item: item(p), Site: b.o.Name(p.Tag), SiteURL: b.home(p.Tag),
			LinkNote: words.Say(p.Tag, "letter.link"), Foot: words.Say(p.Tag, "letter.foot", lang.A{"site": b.o.Name(p.Tag)}),
		}
		for _, i := range p.Items {
			one.Items = append(one.Items, item(i))
		}
		if secret != "" {
			one.Leave, one.LeaveURL = words.Say(p.Tag, "letter.leave"), b.leaveURL(p.Tag, secret)
		}
		l.Parts = append(l.Parts, one)
	}
	return letter{l}
}

func item(p part) pages.Item {
	return pages.Item{Title: p.Subject, Text: p.Text, Code: p.Code, Action: p.Action, Link: p.Link}
}

// home is the first page in a language; empty when the site's address is unknown.
func (b *Outbox) home(tag lang.Tag) string {
	if b.o.BaseURL == nil {
		return ""
	}
	return b.o.BaseURL.JoinPath(tag.Lower(), "/").String()
}

// plain is the letter for those who read no HTML.
func (l letter) plain() string {
	var s strings.Builder
	for i, p := range l.Parts {
		if i > 0 {
			s.WriteString("· · ·\n\n")
		}
		if len(l.Parts) > 1 || len(p.Items) > 0 {
			s.WriteString(p.Title + "\n\n")
		}
		plainItem(&s, p.Item)
		for _, i := range p.Items {
			s.WriteString("* " + i.Title + "\n\n")
			plainItem(&s, i)
		}
	}
	for i, p := range l.Parts {
		if i == 0 {
			s.WriteString("-- \n") // RFC 3676, section 4.3
		}
		s.WriteString(p.Foot + "\n")
		if p.SiteURL != "" {
			s.WriteString(p.SiteURL + "\n")
		}
		if p.Leave != "" {
			s.WriteString(p.Leave + "\n" + p.LeaveURL + "\n")
		}
	}
	return s.String()
}

func plainItem(s *strings.Builder, i pages.Item) {
	for n, paragraph := range i.Text {
		s.WriteString(paragraph + "\n\n")
		if n == 0 && i.Code != "" {
			s.WriteString("    " + i.Code + "\n\n")
		}
	}
	if i.Link != "" {
		s.WriteString(i.Action + "\n" + i.Link + "\n\n")
	}
}

// message is the draft in MIME: text first, HTML beside it (RFC 2046, section 5.1.4).
func (d draft) message() (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(d.from.header())
	m.ToMailAddress(d.to.header())
	m.Subject(d.subject)
	m.SetDateWithValue(d.date)
	m.SetMessageIDWithValue(d.id + "@" + d.from.domain)
	// RFC 3834, section 5: nobody's out-of-office message answers a program.
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	tags := make([]string, len(d.tags))
	for i, t := range d.tags {
		tags[i] = string(t)
	}
	m.SetGenHeader("Content-Language", strings.Join(tags, ", "))
	if strings.HasPrefix(d.leave, "https://") {
		if err := m.SetListUnsubscribeOneClick(d.leave); err != nil {
			return nil, err
		}
	} else if d.leave != "" {
		m.SetListUnsubscribe(d.leave)
	}
	m.SetBodyString(gomail.TypeTextPlain, d.plain)
	m.AddAlternativeString(gomail.TypeTextHTML, d.html)
	for _, f := range d.files {
		if err := m.AttachReader(f.Name, bytes.NewReader(f.Data), gomail.WithFileContentType(gomail.ContentType(f.Type))); err != nil {
			return nil, err
		}
	}
	return m, nil
}
