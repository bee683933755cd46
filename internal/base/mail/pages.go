package mail

import (
	"net/http"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail/pages"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
)

// Sheet is a page of mail on its way into the frame of the site.
type Sheet struct {
	Tag   lang.Tag
	Title string
	At    func(lang.Tag) string // the address of the page in a language
	Body  templ.Component
}

// Frame draws pages; the site lends the one of the course.
type Frame interface {
	// Language is the language of the first part of an address ("fr") and the
	// interface language of its readers.
	Language(segment string) (tag, face lang.Tag, ok bool)
	Draw(w http.ResponseWriter, r *http.Request, status int, s Sheet) error
}

// Register puts the page on a mux at which one stops messages.
func (b *Outbox) Register(mux *http.ServeMux, kit *web.Kit, frame Frame) {
	p := leavePage{box: b, frame: frame}
	for _, face := range lang.Interfaces() {
		path := "/{lang}/" + words.Say(face, "leave.slug") + "/{$}"
		mux.Handle("GET "+path, kit.Handle(p.show))
		mux.Handle("POST "+path, kit.Handle(p.post))
	}
}

type leavePage struct {
	box   *Outbox
	frame Frame
}

// show changes nothing: programs that look after mail follow its links.
func (p leavePage) show(w http.ResponseWriter, r *http.Request) error {
	tag, face, ok := p.frame.Language(r.PathValue("lang"))
	if !ok {
		return fault.New(fault.NotFound, words, "no-leave")
	}
	secret := r.URL.Query().Get(leaveKey)
	var to bearer
	err := p.box.o.DB.Read(r.Context(), func(tx store.Tx) (err error) {
		to, err = p.box.bearerOf(tx, secret)
		return err
	})
	if err != nil {
		return err
	}
	if want := leavePath(tag, face); r.URL.Path != want {
		http.Redirect(w, r, want+"?"+leaveQuery(secret), http.StatusMovedPermanently)
		return nil
	}
	w.Header().Set("Cache-Control", web.CachePrivate)
	return p.frame.Draw(w, r, http.StatusOK, Sheet{
		Tag: tag, Title: words.Say(face, "leave.title"),
		At: func(other lang.Tag) string {
			_, face, _ := p.frame.Language(other.Lower())
			return leavePath(other, face) + "?" + leaveQuery(secret)
		},
		Body: pages.LeaveBody(pages.Leave{Words: words, Face: face, Topic: p.box.topicName(to.topic, face), Action: r.URL.RequestURI(),
			Left: to.way == Never, LeftAll: to.all == Never}),
	})
}

// oneClick is what mail programs send for their reader (RFC 8058, section 3.1).
const oneClick = "List-Unsubscribe"

// post does what was asked, by a person in the page or by their mail program. The
// latter carries no cookie and follows no redirect.
func (p leavePage) post(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-way").Because(err)
	}
	ask := r.PostForm.Get("ask")
	byProgram := r.PostForm.Get(oneClick) == "One-Click"
	if byProgram {
		ask = stopTopic
	}
	secret := r.URL.Query().Get(leaveKey)
	err := p.box.o.DB.Write(r.Context(), func(tx store.Tx) error { return p.box.leave(tx, secret, ask) })
	switch {
	case err != nil:
		return err
	case byProgram:
		return p.show(w, r)
	}
	web.SeeOther(w, r, r.URL.RequestURI())
	return nil
}
