package credential

import (
	"net/http"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/credential/pages"
)

// ask asks for a code, and leads to the page of one that was given.
func (h handlers) ask(c *call) error {
	if h.moved(c, VerifyPath) {
		return nil
	}
	typed := strings.TrimSpace(c.req.URL.Query().Get("code"))
	code := ParseCode(typed)
	if code != "" {
		web.SeeOther(c.w, c.req, under(VerifyPath, code)(c.tag, c.face))
		return nil
	}
	if typed == "" {
		return h.drawVerify(c, http.StatusOK, "", "")
	}
	return h.drawVerify(c, http.StatusUnprocessableEntity, typed, c.say("no-certificate.hint"))
}

// mostTyped bounds what is given back of what was typed.
const mostTyped = 100

func (h handlers) drawVerify(c *call, status int, typed, wrong string) error {
	if len(typed) > mostTyped {
		typed = ""
	}
	v := pages.Verify{Base: c.base(), Action: VerifyPath(c.tag, c.face),
		Field: page.FormField{ID: "code", Name: "code", Kind: "text", Label: page.Text(c.say("verify.code")), Hint: c.say("verify.code-hint"), Value: typed, Error: wrong}}
	return h.draw(c, status, c.say("verify.title"), VerifyPath, pages.VerifyBody(v))
}

// verify says what a certificate is worth.
func (h handlers) verify(c *call) error {
	code := ParseCode(c.req.PathValue("code"))
	path := under(VerifyPath, code)
	if code != "" && h.moved(c, path) {
		return nil
	}
	var o held
	err := h.DB.Read(c.req.Context(), func(tx store.Tx) error {
		one, err := h.ByCode(tx, code)
		if err == nil {
			o, err = h.with(tx, one)
		}
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return h.drawVerify(c, http.StatusNotFound, c.req.PathValue("code"), c.say("no-certificate")+" "+c.say("no-certificate.hint"))
	}
	if err != nil {
		return err
	}
	c.w.Header().Set("Referrer-Policy", "no-referrer")
	return h.draw(c, http.StatusOK, c.say("verify.title"), path, pages.VerifyBody(pages.Verify{Base: c.base(), Action: VerifyPath(c.tag, c.face), Found: h.found(c, o)}))
}

// found is what whoever checks a certificate may know.
func (h handlers) found(c *call, o held) *pages.Found {
	about := lang.A{"title": in(o.a.Title, c.tag), "release": release(c.face, o.Version), "day": c.day(o.Done)}
	f := &pages.Found{Holder: c.say("verify.hidden")}
	valid := "verify.valid-text"
	if o.Version == "" {
		valid += "-working"
	}
	switch s := o.State(h.today()); s {
	case Revoked:
		f.Notices = []page.Notice{{Kind: "error", Title: c.say("verify.revoked", lang.A{"day": lang.Date(c.face, o.Revoked)}), Body: page.Text(c.say("verify.revoked-text"))}}
	case Lapsed:
		f.Notices = []page.Notice{{Kind: "warning", Title: c.say("verify.lapsed", lang.A{"day": c.day(o.Expires)}), Body: page.Text(c.say("verify.lapsed-text", about))}}
	default:
		f.Notices = []page.Notice{{Kind: "success", Title: c.say("verify.valid"), Body: page.Text(c.say(valid, about))}}
	}
	if o.newer != "" {
		f.Notices = append(f.Notices, page.Notice{Kind: "info", Title: c.say("verify.newer", lang.A{"version": o.newer}), Body: page.Text(c.say("verify.newer-text"))})
	}
	f.Facts = append([]page.Fact{{Name: c.say("verify.course"), Text: page.Text(in(o.a.Title, c.tag))}, {Name: c.say("sheet.by"), Text: page.Text(in(o.a.Issuer, c.tag))}}, h.facts(c, o)...)
	switch {
	case o.Anonymous():
		f.Holder = c.say("verify.gone")
	case o.Shown && o.name != "":
		f.Holder = o.name
	}
	return f
}
