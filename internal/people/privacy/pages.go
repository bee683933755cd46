package privacy

import (
	"net/http"
	"net/url"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/privacy/pages"
)

// NoticePath is the address of the privacy notice in a language.
func NoticePath(tag, face lang.Tag) string {
	return "/" + tag.Lower() + "/" + words.Say(face, "slug-notice") + "/"
}

// NoticeName is the title of the notice, for links.
func NoticeName(face lang.Tag) string { return words.Say(face, "notice.title") }

func receiptPath(tag, face lang.Tag, token string) string {
	return NoticePath(tag, face) + words.Say(face, "slug-receipt") + "/" + token + "/"
}

// Register puts the pages of the room on a mux, under their names in every interface language.
func (r *Room) Register(mux *http.ServeMux, kit *web.Kit, frame identity.Frame) {
	h := handlers{Room: r, kit: kit, frame: frame}
	for _, face := range lang.Interfaces() {
		notice := "/{lang}/" + words.Say(face, "slug-notice") + "/"
		mux.Handle("GET "+notice+"{$}", kit.Handle(h.notice))
		mux.Handle("GET "+notice+words.Say(face, "slug-annex")+"/{$}", kit.Handle(h.annex))
		mux.Handle("GET "+notice+words.Say(face, "slug-receipt")+"/{token}/{$}", kit.Handle(h.receipt))
	}
	h.registerMine(mux)
	h.registerMail(mux)
}

type handlers struct {
	*Room
	kit   *web.Kit
	frame identity.Frame
}

func (h handlers) language(req *http.Request) (tag, face lang.Tag, err error) {
	tag, face, ok := h.frame.Language(req.PathValue("lang"))
	if !ok {
		return "", "", fault.New(fault.NotFound, words, "no-language")
	}
	return tag, face, nil
}

// at is the address of a page in every language.
func (h handlers) at(path func(tag, face lang.Tag) string) func(lang.Tag) string {
	return func(other lang.Tag) string {
		_, face, _ := h.frame.Language(other.Lower())
		return path(other, face)
	}
}

// moved leads to the name that a page has in the language of its address.
func moved(w http.ResponseWriter, req *http.Request, want string) bool {
	if req.URL.Path == want {
		return false
	}
	// What stands in an address is escaped anew: it was sent by anybody.
	w.Header().Set("Cache-Control", web.CachePrivate)
	http.Redirect(w, req, (&url.URL{Path: want}).String(), http.StatusMovedPermanently)
	return true
}

func (h handlers) notice(w http.ResponseWriter, req *http.Request) error {
	tag, face, err := h.language(req)
	if err != nil || moved(w, req, NoticePath(tag, face)) {
		return err
	}
	var n pages.Notice
	err = h.DB.Read(req.Context(), func(tx store.Tx) (err error) {
		n, err = h.Room.notice(tx, face)
		return err
	})
	if err != nil {
		return err
	}
	n.Device = pages.Link{Text: identity.DeviceName(face), Href: identity.DevicePath(tag, face)}
	n.Account = pages.Link{Text: MineName(face), Href: MinePath(tag, face)}
	n.Annex = NoticePath(tag, face) + words.Say(face, "slug-annex") + "/"
	return h.frame.Draw(w, req, http.StatusOK, identity.Sheet{Tag: tag, Title: words.Say(face, "notice.title"), At: h.at(NoticePath), Body: pages.NoticeBody(n)})
}

// receipt shows what an erasure did, at an address that whoever asked for it was led to.
func (h handlers) receipt(w http.ResponseWriter, req *http.Request) error {
	tag, face, err := h.language(req)
	token := req.PathValue("token")
	if err != nil || moved(w, req, receiptPath(tag, face, token)) {
		return err
	}
	var e Erasure
	err = h.DB.Read(req.Context(), func(tx store.Tx) (err error) {
		e, err = h.Erasure(tx, token)
		return err
	})
	if err != nil {
		return err
	}
	p := pages.Receipt{Words: words, Face: face, Person: e.Kind == ofPerson, Home: h.frame.Home(tag), Notice: pages.Link{Text: NoticeName(face), Href: NoticePath(tag, face)}}
	if p.Date, err = spokenDay(face, e.Day); err != nil {
		return err
	}
	p.Stayed = h.stayed(face, e.Kept)
	w.Header().Set("Referrer-Policy", "no-referrer")
	return h.frame.Draw(w, req, http.StatusOK, identity.Sheet{Tag: tag, Title: words.Say(face, "receipt.title"), Body: pages.ReceiptBody(p),
		At: h.at(func(tag, face lang.Tag) string { return receiptPath(tag, face, token) })})
}

// stayed says what an erasure leaves, and why.
func (r *Room) stayed(face lang.Tag, kept []Stayed) (out []pages.Stayed) {
	for _, k := range kept {
		t, ok := r.Inventory.Table(k.Table)
		if !ok {
			continue // of a release that had the table
		}
		why := t.Erase.Keeps.In(face)
		if why == "" {
			why = t.Erase.None.In(face)
		}
		out = append(out, pages.Stayed{What: words.Say(face, "receipt.stays-line", lang.A{"what": t.What.In(face), "n": k.Rows}), Why: why})
	}
	return out
}

// annex gives the annex as a file to keep.
func (h handlers) annex(w http.ResponseWriter, req *http.Request) error {
	_, face, err := h.language(req)
	if err != nil {
		return err
	}
	var file []byte
	err = h.DB.Read(req.Context(), func(tx store.Tx) (err error) {
		file, err = h.Annex(tx, face)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+annexFileName(face)+`"`)
	web.HTML(w, req, http.StatusOK, file)
	return nil
}
