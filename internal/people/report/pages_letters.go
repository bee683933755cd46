package report

import (
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/report/pages"
)

// letters is the part of the page about reports by mail.
func (v *visit) letters(s seen) pages.Letters {
	at := PeoplePath(v.tag, v.face)
	p := pages.Letters{Title: v.say("letter.title"), Text: v.say("letter.text"), Action: at + v.query(v.course.Key, s.Filter)}
	for _, e := range Rhythms() {
		p.Start = append(p.Start, page.Option{Value: string(e), Text: v.say("letter.start-" + string(e))})
	}
	p.File = page.FormField{ID: "letter-file", Name: "file", Kind: "choice", Label: page.Text(v.say("letter.file")), Hint: v.say("letter.file-hint"), Optional: true}
	for _, k := range FileKinds() {
		p.File.Options = append(p.File.Options, page.Option{Value: string(k), Text: v.say("letter.file-" + string(k))})
	}
	switch done := v.req.URL.Query().Get("done"); done {
	case "sent", "stopped":
		p.Done = &page.Notice{Kind: "success", Title: v.say("letter.done-" + done)}
	}
	for _, l := range s.letters {
		if l.Course != v.course.Key {
			continue
		}
		line := "letter.line"
		if l.File != "" {
			line = "letter.line-file"
		}
		name := v.say(line, lang.A{"of": v.filterName(s.names, l.Filter), "every": v.say("letter." + string(l.Every)), "file": strings.ToUpper(string(l.File))})
		p.List = append(p.List, pages.LetterLine{ID: l.ID, To: page.Link{Text: name, Href: at + v.query(l.Course, l.Filter)}, Stop: v.say("letter.stop"), Name: v.say("letter.stop-name", lang.A{"line": name})})
	}
	return p
}

// filterName is what a filter asks for, in words.
func (v *visit) filterName(n names, f Filter) string {
	var all []string
	for trait, value := range f {
		if value != "" {
			all = append(all, v.words().value(n, trait, value))
		}
	}
	if len(all) == 0 {
		return v.say("letter.everybody")
	}
	return strings.Join(all, ", ")
}

// letter has the view sent by mail, or sent no more.
func (v *visit) letter() error {
	if err := v.req.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	form := v.req.PostForm
	filter, done := filterOf(v.req.URL.Query()), "sent"
	err := v.DB.Write(v.req.Context(), func(tx store.Tx) error {
		if id := form.Get("stop"); id != "" {
			done = "stopped"
			return v.Unsubscribe(tx, v.session.Person, id)
		}
		_, err := v.Subscribe(tx, Letter{Person: v.session.Person, Course: v.course.Key, Filter: filter, Every: Every(form.Get("every")), File: FileKind(form.Get("file")), Language: v.tag})
		return err
	})
	if err != nil {
		return err
	}
	mark := "?"
	if query := v.query(v.course.Key, filter); query != "" {
		mark = query + "&"
	}
	web.SeeOther(v.w, v.req, PeoplePath(v.tag, v.face)+mark+"done="+done+"#letters")
	return nil
}
