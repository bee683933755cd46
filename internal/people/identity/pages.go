package identity

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity/pages"
)

// Remember sends the visitor their cookie. It is called after what they did is on
// the disk.
func (r *Room) Remember(w http.ResponseWriter, c web.Cookies, v Visitor) {
	if v.Session != nil {
		return // a session has its cookie from the beginning
	}
	c.Set(w, deviceCookie, v.secret, deviceLife)
}

// Sheet is a page of a room on its way into the frame of the site.
type Sheet struct {
	Tag   lang.Tag
	Title string
	At    func(lang.Tag) string // the address of the page in a language
	Body  templ.Component

	Layout page.Layout // page.Column when empty
	Up     []page.Link // the pages under which it is, the topmost first
}

// Frame draws pages of rooms; site lends the one of the course.
type Frame interface {
	// Language is the language of the first part of an address ("fr") and the
	// interface language of its readers.
	Language(segment string) (tag, face lang.Tag, ok bool)
	Draw(w http.ResponseWriter, r *http.Request, status int, s Sheet) error
	// Home is the address of the first page in a language.
	Home(tag lang.Tag) string
}

// DevicePath is the address of “What this device keeps” in a language.
func DevicePath(tag, face lang.Tag) string {
	return "/" + tag.Lower() + "/" + words.Say(face, "slug") + "/"
}

// DeviceName is the title of that page, for links.
func DeviceName(face lang.Tag) string { return words.Say(face, "title") }

// Register puts the page “What this device keeps” on a mux, under its name in
// every interface language.
func (r *Room) Register(mux *http.ServeMux, kit *web.Kit, frame Frame) {
	r.frame, r.cookies = frame, kit.Cookies()
	p := devicePage{room: r, kit: kit, frame: frame}
	for _, face := range lang.Interfaces() {
		path := "/{lang}/" + words.Say(face, "slug") + "/"
		mux.Handle("GET "+path+"{$}", kit.Handle(p.show))
		mux.Handle("GET "+path+words.Say(face, "file"), kit.Handle(p.download))
		mux.Handle("POST "+path+"{$}", kit.Handle(p.erase))
	}
	h := handlers{r, kit, frame}
	h.mountSignIn(mux)
	h.mountAccount(mux)
	h.mountStart(mux)
	h.mountInvitation(mux)
}

type devicePage struct {
	room  *Room
	kit   *web.Kit
	frame Frame
}

func (p devicePage) language(req *http.Request) (tag, face lang.Tag, err error) {
	tag, face, ok := p.frame.Language(req.PathValue("lang"))
	if !ok {
		return "", "", fault.New(fault.NotFound, words, "no-language")
	}
	return tag, face, nil
}

func (p devicePage) show(w http.ResponseWriter, req *http.Request) error {
	tag, face, err := p.language(req)
	if err != nil {
		return err
	}
	if want := DevicePath(tag, face); req.URL.Path != want {
		http.Redirect(w, req, want, http.StatusMovedPermanently)
		return nil
	}
	return p.draw(w, req, http.StatusOK, tag, face, req.URL.Query().Get("erased") != "", false)
}

func (p devicePage) draw(w http.ResponseWriter, req *http.Request, status int, tag, face lang.Tag, erased, unconfirmed bool) error {
	v, err := p.room.Who(req)
	if err != nil {
		return err
	}
	d := pages.Device{Words: words, Face: face, Action: req.URL.Path, File: words.Say(face, "file"), Home: p.frame.Home(tag), Erased: erased && v.New, Unconfirmed: unconfirmed}
	if !v.New {
		kept, err := p.export(req.Context(), v.Actor)
		if err != nil {
			return err
		}
		for _, k := range kept {
			if k.Count > 0 {
				d.Lines = append(d.Lines, k.Say(face))
			}
		}
		d.Known = true
	}
	return p.frame.Draw(w, req, status, Sheet{
		Tag: tag, Title: words.Say(face, "title"), Body: pages.DeviceBody(d),
		At: func(other lang.Tag) string {
			_, face, _ := p.frame.Language(other.Lower())
			return DevicePath(other, face)
		},
	})
}

func (p devicePage) export(ctx context.Context, actor Actor) (kept []Kept, err error) {
	err = p.room.db.Read(ctx, func(tx store.Tx) error {
		kept, err = p.room.Export(tx, actor)
		return err
	})
	return kept, err
}

// download gives everything that is kept as one JSON file.
func (p devicePage) download(w http.ResponseWriter, req *http.Request) error {
	v, err := p.room.Who(req)
	if err != nil {
		return err
	}
	out := map[string]any{"actor": nil}
	if !v.New {
		kept, err := p.export(req.Context(), v.Actor)
		if err != nil {
			return err
		}
		out["actor"] = v.Actor
		for _, k := range kept {
			out[k.Key] = k.Data
		}
	}
	data, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Disposition", "attachment; filename=\"atelier.json\"")
	h.Set("Cache-Control", web.CachePrivate)
	_, err = w.Write(data)
	return err
}

// erase forgets the device, once the person has confirmed it in the form.
func (p devicePage) erase(w http.ResponseWriter, req *http.Request) error {
	tag, face, err := p.language(req)
	if err != nil {
		return err
	}
	if err := req.ParseForm(); err != nil {
		return formFault(err)
	}
	if req.PostForm.Get("confirm") != "yes" {
		return p.draw(w, req, http.StatusUnprocessableEntity, tag, face, false, true)
	}
	v, err := p.room.Who(req)
	if err != nil {
		return err
	}
	to := DevicePath(tag, face) + "?erased=1"
	if !v.New {
		err := p.room.db.Write(req.Context(), func(tx store.Tx) error {
			if err := p.room.Erase(tx, v.Actor); err != nil {
				return err
			}
			at, err := p.room.Receipt(tx, v.Actor)
			if at != nil {
				to = at(tag, face)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	p.kit.Cookies().Clear(w, deviceCookie)
	// What scripts kept in the browser itself (worksheets) goes too.
	w.Header().Set("Clear-Site-Data", `"storage"`)
	web.SeeOther(w, req, to)
	return nil
}

// formFault passes on that a form is too large, and tells of any other that cannot
// be read.
func formFault(err error) error {
	return fault.New(fault.Invalid, words, "bad-form").Because(err)
}
