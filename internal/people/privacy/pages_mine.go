package privacy

import (
	"net/http"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/privacy/pages"
)

// What somebody may do with their own data. To erase it they prove again who they are.
var (
	seeMine   = identity.Act{Name: "privacy.see"}
	eraseMine = identity.Act{Name: "privacy.erase", Fresh: 10 * time.Minute}
)

func onSite(*http.Request) identity.Scope { return identity.SiteScope }

// MinePath is the address of the page “My data” in a language.
func MinePath(tag, face lang.Tag) string { return identity.MinePath(tag, face) }

// MineName is the title of that page, for links.
func MineName(face lang.Tag) string { return words.Say(face, "mine.title") }

func erasePath(tag, face lang.Tag) string {
	return MinePath(tag, face) + words.Say(face, "slug-erase") + "/"
}

// registerMine puts the pages of somebody's own data on a mux.
func (h handlers) registerMine(mux *http.ServeMux) {
	see := func(fn func(http.ResponseWriter, *http.Request, *identity.Session) error) http.Handler {
		return h.kit.Handle(h.Identity.Require(seeMine, onSite, fn))
	}
	erase := func(fn func(http.ResponseWriter, *http.Request, *identity.Session) error) http.Handler {
		return h.kit.Handle(h.Identity.Require(eraseMine, onSite, fn))
	}
	for _, face := range lang.Interfaces() {
		mine := "/{lang}" + MinePath("x", face)[len("/x"):]
		file := mine + words.Say(face, "mine.file")
		mux.Handle("GET "+mine+"{$}", see(h.mine))
		mux.Handle("POST "+mine+"{$}", see(h.change))
		mux.Handle("GET "+file+".json", see(h.download("application/json", ".json", func(d Data, _ lang.Tag) ([]byte, error) { return d.JSON() })))
		mux.Handle("GET "+file+".html", see(h.download("text/html; charset=utf-8", ".html", Data.HTML)))
		mux.Handle("GET "+file+".zip", see(h.download("application/zip", ".zip", Data.Zip)))
		mux.Handle("GET "+mine+words.Say(face, "slug-erase")+"/{$}", erase(h.askErase))
		mux.Handle("POST "+mine+words.Say(face, "slug-erase")+"/{$}", erase(h.erase))
	}
}

func (h handlers) mine(w http.ResponseWriter, req *http.Request, s *identity.Session) error {
	tag, face, err := h.language(req)
	if err != nil || moved(w, req, MinePath(tag, face)) {
		return err
	}
	m, err := h.mineOf(req, tag, face, s)
	if err != nil {
		return err
	}
	if done := req.URL.Query().Get("saved"); done == "correct" || done == "consent" {
		m.Saved = done
	}
	return h.drawMine(w, req, http.StatusOK, tag, m)
}

func (h handlers) drawMine(w http.ResponseWriter, req *http.Request, status int, tag lang.Tag, m pages.Mine) error {
	return h.frame.Draw(w, req, status, identity.Sheet{Tag: tag, Title: MineName(m.Face), At: h.at(MinePath), Body: pages.MineBody(m)})
}

// mineOf reads what the page shows.
func (h handlers) mineOf(req *http.Request, tag, face lang.Tag, s *identity.Session) (pages.Mine, error) {
	at := MinePath(tag, face)
	m := pages.Mine{Words: words, Face: face, Action: at, Files: at, Erase: erasePath(tag, face), Notice: pages.Link{Text: NoticeName(face), Href: NoticePath(tag, face)}}
	for _, l := range lang.Interfaces() {
		m.Languages = append(m.Languages, page.Option{Value: string(l), Text: words.Say(l, "language-name")})
	}
	err := h.DB.Read(req.Context(), func(tx store.Tx) error {
		p, err := h.Identity.PersonByID(tx, s.Person)
		if err != nil {
			return err
		}
		m.Name, m.Language = p.Name, string(p.Language)
		kept, err := h.Identity.Export(tx, s.Actor)
		if err != nil {
			return err
		}
		for _, k := range kept {
			if k.Count > 0 {
				m.Lines = append(m.Lines, k.Say(face))
			}
		}
		m.Consents, err = h.consents(tx, face, s.Person)
		return err
	})
	return m, err
}

func (h handlers) consents(tx store.Tx, face lang.Tag, person identity.PersonID) ([]pages.Consent, error) {
	all, err := h.Consents(tx, string(person))
	if err != nil {
		return nil, err
	}
	var out []pages.Consent
	for _, c := range all {
		one := pages.Consent{Key: c.Key, Title: words.Say(face, "consent."+c.Key+".title"), Text: words.Say(face, "consent."+c.Key+".text"), Version: c.Version, Months: c.Months}
		if one.Given, err = spokenDay(face, c.Given); err != nil {
			return nil, err
		}
		if one.Ends, err = spokenDay(face, c.Ends); err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// change takes the forms of the page.
func (h handlers) change(w http.ResponseWriter, req *http.Request, s *identity.Session) error {
	tag, face, err := h.language(req)
	if err != nil {
		return err
	}
	if err := req.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	done := "consent"
	switch req.PostForm.Get("act") {
	case "correct":
		done = "correct"
		name, err := identity.ParseName(req.PostForm.Get("name"))
		if err != nil {
			return h.misnamed(w, req, tag, face, s, err)
		}
		err = h.correct(req, s, name)
		if err != nil {
			return err
		}
	case "consent":
		if err := h.agree(req, s); err != nil {
			return err
		}
	default:
		return fault.New(fault.Invalid, words, "bad-form")
	}
	web.SeeOther(w, req, MinePath(tag, face)+"?saved="+done)
	return nil
}

// misnamed shows the page again with what was typed.
func (h handlers) misnamed(w http.ResponseWriter, req *http.Request, tag, face lang.Tag, s *identity.Session, why error) error {
	m, err := h.mineOf(req, tag, face, s)
	if err != nil {
		return err
	}
	m.Name, m.NameError, m.Language = req.PostForm.Get("name"), fault.Message(why, face), req.PostForm.Get("language")
	return h.drawMine(w, req, http.StatusUnprocessableEntity, tag, m)
}

func (h handlers) correct(req *http.Request, s *identity.Session, name string) error {
	return h.DB.Write(req.Context(), func(tx store.Tx) error {
		p, err := h.Identity.PersonByID(tx, s.Person)
		if err != nil {
			return err
		}
		p.Name = name
		for _, l := range lang.Interfaces() {
			if req.PostForm.Get("language") == string(l) {
				p.Language = l
			}
		}
		return h.Identity.SavePerson(tx, s.Person, p)
	})
}

// agree keeps the consents as they are ticked.
func (h handlers) agree(req *http.Request, s *identity.Session) error {
	agreed := map[string]bool{}
	for _, key := range req.PostForm["agree"] {
		agreed[key] = true
	}
	return h.DB.Write(req.Context(), func(tx store.Tx) error {
		for _, p := range purposes {
			var err error
			if agreed[p.Key] {
				err = h.Agree(tx, string(s.Person), p.Key, req.PostForm.Get("version-"+p.Key))
			} else {
				err = h.Withdraw(tx, string(s.Person), p.Key)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// download gives everything as a file.
func (h handlers) download(kind, end string, write func(Data, lang.Tag) ([]byte, error)) func(http.ResponseWriter, *http.Request, *identity.Session) error {
	return func(w http.ResponseWriter, req *http.Request, s *identity.Session) error {
		return h.sendData(w, req, s.Actor, kind, end, write)
	}
}

func (h handlers) sendData(w http.ResponseWriter, req *http.Request, actor identity.Actor, kind, end string, write func(Data, lang.Tag) ([]byte, error)) error {
	_, face, err := h.language(req)
	if err != nil {
		return err
	}
	var d Data
	err = h.DB.Read(req.Context(), func(tx store.Tx) (err error) {
		d, err = h.Data(tx, actor)
		return err
	})
	if err != nil {
		return err
	}
	file, err := write(d, face)
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", kind)
	header.Set("Content-Disposition", `attachment; filename="`+words.Say(face, "mine.file")+end+`"`)
	header.Set("Cache-Control", web.CachePrivate)
	_, err = w.Write(file)
	return err
}
