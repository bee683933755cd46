package credential

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/credential/pages"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
	"atelier/internal/standard/badge"
)

// TranscriptPath is the address of one's own transcript in a language.
func TranscriptPath(tag, face lang.Tag) string {
	return identity.AccountPath(tag, face) + words.Say(face, "slug.transcript") + "/"
}

// TranscriptName is what the page is called, for links.
func TranscriptName(face lang.Tag) string { return words.Say(face, "transcript.title") }

// LinksName is what Links lead to.
func LinksName(face lang.Tag) string { return words.Say(face, "own.held") }

// Links lead somebody with an account to each certificate they hold and, once they learned something, to their transcript.
func (r *Room) Links(tx store.Tx, actor identity.Actor, tag, face lang.Tag) (list []page.Link, err error) {
	if _, err := r.Identity.PersonByActor(tx, actor); fault.KindOf(err) == fault.NotFound {
		return nil, nil // a device
	} else if err != nil {
		return nil, err
	}
	t, err := r.Transcript(tx, actor)
	if err != nil || len(t.Courses) == 0 {
		return nil, err
	}
	for _, one := range t.Courses {
		for _, c := range one.Certificates {
			title := words.Say(face, "one.link", lang.A{"title": in(one.Titles, tag), "day": sayDay(face, c.Done), "state": words.Say(face, "own."+string(c.State(r.today())))})
			list = append(list, page.Link{Text: title, Href: under(OwnPath, c.Code)(tag, face)})
		}
	}
	return append(list, page.Link{Text: TranscriptName(face), Href: TranscriptPath(tag, face)}), nil
}

// The names of the files of a transcript.
const (
	recordFile = "record.json"
	tokensFile = "record.jwt"
	arrayFile  = "statements.json"
	linesFile  = "statements.ndjson"
)

// transcript is the page of what somebody learned, for them.
func (h handlers) transcript(c *call) error {
	if h.moved(c, TranscriptPath) {
		return nil
	}
	var t Transcript
	err := h.DB.Read(c.req.Context(), func(tx store.Tx) (err error) {
		t, err = h.Transcript(tx, c.session.Actor)
		return err
	})
	if err != nil {
		return err
	}
	name := t.Holder
	if name == "" {
		name = c.say("transcript.nobody")
	}
	p := pages.Transcript{Base: c.base(), Back: page.Link{Text: c.say("own.account"), Href: identity.AccountPath(c.tag, c.face)},
		Facts: []page.Fact{{Name: c.say("transcript.name"), Text: page.Text(name)}, {Name: c.say("transcript.day"), Text: page.Text(lang.Date(c.face, t.At))}}}
	if by := in(h.Institution().Name, c.tag); by != "" {
		p.Facts = append(p.Facts, page.Fact{Name: c.say("sheet.by"), Text: page.Text(by)})
	}
	for i, one := range t.Courses {
		p.Courses = append(p.Courses, h.section(c, i, one))
	}
	if len(t.Courses) == 0 {
		p.Nothing = &page.Empty{Title: c.say("transcript.nothing"), Text: c.say("transcript.nothing-text"), Go: &page.Button{Text: c.say("own.empty-go"), Href: h.frame.Home(c.tag)}}
	} else {
		h.takeAlong(c, t, &p)
	}
	return h.draw(c, http.StatusOK, c.say("transcript.title"), TranscriptPath, pages.TranscriptBody(p))
}

// section is a course as the page shows it.
func (h handlers) section(c *call, i int, one Learned) pages.Course {
	title, locale := in(one.Titles, c.tag), ""
	if !one.Titles.Has(c.tag) && len(one.Titles) > 0 {
		locale = one.Locale[one.Titles.Tags()[0]]
	}
	out := pages.Course{ID: "course-" + strconv.Itoa(i+1), Title: title, Locale: locale, Far: sayFar(c.face, one), Parts: page.Board{Caption: c.say("transcript.parts", lang.A{"title": title})}}
	for _, key := range columns {
		out.Parts.Columns = append(out.Parts.Columns, page.BoardColumn{Text: c.say(key)})
	}
	for _, p := range one.Parts {
		out.Parts.Rows = append(out.Parts.Rows, []templ.Component{page.Text(in(p.Titles, c.tag)), page.Chip(c.face, p.State, sayState(c.face, p.State)), page.Text(sayScore(c.face, p))})
	}
	for _, held := range one.Certificates {
		out.Held = append(out.Held, page.Link{Text: sayHeld(c.face, held, h.today()), Href: under(OwnPath, held.Code)(c.tag, c.face)})
	}
	return out
}

// takeAlong are the files in which a transcript is taken along.
func (h handlers) takeAlong(c *call, t Transcript, p *pages.Transcript) {
	here := TranscriptPath(c.tag, c.face)
	for _, tag := range t.tags(c.tag) {
		if first, _, ok := h.frame.Language(tag.Lower()); ok {
			p.PDFs = append(p.PDFs, page.Link{Text: c.say("transcript.pdf", lang.A{"language": words.Say(c.face, "tongue."+string(lang.Interface(tag)))}),
				Href: here + c.say("file.transcript") + "?" + url.Values{"first": {first.Lower()}}.Encode()})
		}
	}
	p.Statements = []page.Link{{Text: c.say("transcript.array"), Href: here + arrayFile}, {Text: c.say("transcript.lines"), Href: here + linesFile}}
	signed := false
	for _, one := range t.Courses {
		for _, held := range one.Certificates {
			signed = signed || held.State(h.today()) != Revoked
		}
	}
	switch {
	case !h.Signs():
		p.NoRecord = c.say("one.badge-none")
	case !signed:
		p.NoRecord = c.say("no-record")
	default:
		p.Records = []page.Link{{Text: c.say("transcript.json"), Href: here + recordFile}, {Text: c.say("transcript.jwt"), Href: here + tokensFile}}
	}
}

// transcriptFile gives a transcript as a file.
func (h handlers) transcriptFile(c *call) error {
	name := c.req.PathValue("file")
	first := c.tag
	if tag, _, ok := h.frame.Language(c.req.URL.Query().Get("first")); ok {
		first = tag
	}
	var data []byte
	var kind string
	var err error
	switch name {
	case recordFile, tokensFile:
		form := Embedded
		if kind = badge.TypeCredential; name == tokensFile {
			form, kind = Token, badge.TypeJWT
		}
		err = h.DB.Read(c.req.Context(), func(tx store.Tx) (err error) {
			data, err = h.Record(tx, c.session.Actor, first, form)
			return err
		})
	case arrayFile, linesFile:
		return h.statements(c, name)
	case words.Say(lang.English, "file.transcript"), words.Say(lang.French, "file.transcript"):
		kind = "application/pdf"
		var t Transcript
		err = h.DB.Read(c.req.Context(), func(tx store.Tx) (err error) {
			t, err = h.Transcript(tx, c.session.Actor)
			return err
		})
		if err == nil {
			data, err = h.TranscriptPDF(c.req.Context(), t, first)
		}
	default:
		err = fault.New(fault.NotFound, words, "no-file")
	}
	if err != nil {
		return err
	}
	h.attach(c, kind, name)
	_, err = c.w.Write(data)
	return err
}

// attach says that what follows is a file to keep. Its name says the day, and nobody.
func (h handlers) attach(c *call, kind, name string) {
	c.w.Header().Set("Content-Type", kind)
	c.w.Header().Set("Content-Disposition", `attachment; filename="`+h.today()+"-"+name+`"`)
}

// perRead is how many statements are read at once.
const perRead = 500

// statements gives what the site wrote of whoever asks, in the form in which another xAPI store takes it: an array of
// statements, or one a line. It is read page by page, so that a long record does not fill the memory.
func (h handlers) statements(c *call, name string) error {
	lines := name == linesFile
	open, between, end := "[\n", ",\n", "\n]\n"
	if lines {
		open, between, end = "", "\n", "\n"
	}
	for after, any := records.Seq(0), false; ; {
		var list []records.Stored
		err := h.DB.Read(c.req.Context(), func(tx store.Tx) (err error) {
			list, err = h.Records.Statements(tx, c.session.Actor, after, perRead)
			return err
		})
		if err != nil {
			return err
		}
		if after == 0 {
			kind := "application/json"
			if lines {
				kind = "application/x-ndjson"
			}
			h.attach(c, kind, name)
			if _, err := c.w.Write([]byte(open)); err != nil {
				return err
			}
		}
		for _, s := range list {
			line, err := json.Marshal(s.Statement)
			if err != nil {
				return err
			}
			if any {
				line = append([]byte(between), line...)
			}
			any, after = true, s.Seq
			if _, err := c.w.Write(line); err != nil {
				return err
			}
		}
		if len(list) < perRead {
			if any || !lines {
				_, err = c.w.Write([]byte(end))
			}
			return err
		}
	}
}
