package credential

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/credential/pages"
	"atelier/internal/people/identity"
)

// pageSize is how many certificates are shown at once.
const pageSize = 50

// all lists the certificates of the site, or of some courses, for those who look after them.
func (h handlers) all(c *call) error {
	if h.moved(c, OfficePath) {
		return nil
	}
	var t typedTerm
	again, err := h.Identity.Typed(c.req, c.session)
	if err != nil {
		return err
	}
	if c.again = again; again != nil {
		t.course, t.months = again.Form.Get("course"), again.Form.Get("months")
	}
	return h.drawAll(c, http.StatusOK, t)
}

// typedTerm is how long certificates of a course shall hold, as somebody typed it, and what is wrong with it.
type typedTerm struct{ course, months, wrong string }

// drawAll shows the page, with what was typed there and cannot be kept.
func (h handlers) drawAll(c *call, status int, t typedTerm) error {
	query := c.req.URL.Query()
	typed := strings.TrimSpace(query.Get("code"))
	f := Filter{Courses: c.courses, Code: ParseCode(typed), After: query.Get("after"), Most: pageSize + 1}
	o := pages.Office{Base: c.base(), Action: OfficePath(c.tag, c.face),
		Filter: page.FormField{ID: "code", Name: "code", Kind: "search", Label: page.Text(c.say("office.filter")), Value: typed}}
	if len(typed) > mostTyped || !utf8.ValidString(f.After) || len(f.After) > mostTyped {
		return fault.New(fault.Invalid, words, "bad-form")
	}
	if c.again != nil {
		o.Notices = append(o.Notices, c.again.Notice(c.face))
	}
	for _, key := range []string{"kept", "rotated"} {
		if query.Has(key) {
			o.Notices = append(o.Notices, page.Notice{Kind: "success", Title: c.say("office." + key), Live: true})
		}
	}
	err := h.DB.Read(c.req.Context(), func(tx store.Tx) error {
		o.Board.Rows, o.Terms, o.Keys, o.More = nil, nil, nil, page.Link{}
		if typed == "" || f.Code != "" {
			if err := h.fillBoard(tx, c, f, &o); err != nil {
				return err
			}
		}
		return h.fillRules(tx, c, t, &o)
	})
	if err != nil {
		return err
	}
	return h.drawOffice(c, status, c.say("office.title"), OfficePath, pages.OfficeBody(o))
}

func (h handlers) fillBoard(tx store.Tx, c *call, f Filter, o *pages.Office) error {
	list, err := h.List(tx, f)
	if err != nil {
		return err
	}
	if len(list) > pageSize {
		list = list[:pageSize]
		o.More = page.Link{Text: c.say("office.more"), Href: OfficePath(c.tag, c.face) + "?" + url.Values{"after": {list[pageSize-1].ID}}.Encode()}
	}
	o.Board.Caption, o.Board.Titled = c.say("office.title"), true
	for _, key := range []string{"code", "holder", "course", "release", "done", "state"} {
		o.Board.Columns = append(o.Board.Columns, page.BoardColumn{Text: c.say("office." + key)})
	}
	for _, one := range list {
		d, err := h.with(tx, one)
		if err != nil {
			return err
		}
		version := one.Version
		if version == "" {
			version = c.say("office.working")
		}
		name := d.name
		if one.Anonymous() {
			name = c.say("office.gone")
		}
		o.Board.Rows = append(o.Board.Rows, []templ.Component{
			pages.LinkCell(page.Link{Text: one.Code, Href: under(OfficePath, one.ID)(c.tag, c.face)}),
			page.Text(name), page.Text(in(d.a.Title, c.tag)), page.Text(version), page.Text(c.day(one.Done)), page.Text(c.say("own." + string(one.State(h.today())))),
		})
	}
	return nil
}

func (h handlers) fillRules(tx store.Tx, c *call, t typedTerm, o *pages.Office) error {
	for _, e := range h.Editions() {
		key := e.Course.Key
		if !c.sees(key) {
			continue
		}
		n, err := selectMonths(tx, key)
		if err != nil {
			return err
		}
		f := page.FormField{ID: "months-" + key, Name: "months", Kind: "number", Label: page.Text(c.say("office.months")), Hint: c.say("office.months-hint"), Value: strconv.Itoa(n)}
		if t.course == key {
			f.Value, f.Error = t.months, t.wrong
		}
		o.Terms = append(o.Terms, pages.Term{Course: key, Text: c.say("office.term-text", lang.A{"title": in(e.Course.Title, c.tag)}), Field: f})
	}
	keys, err := h.SigningKeys(tx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.Ended == "" {
			o.Keys = append(o.Keys, c.say("office.key-now", lang.A{"day": c.day(k.Made)}))
		} else {
			o.Keys = append(o.Keys, c.say("office.key-was", lang.A{"day": c.day(k.Made), "ended": c.day(k.Ended)}))
		}
	}
	o.Rotate = h.Identity.Can(tx, c.session, identity.Act{Name: actKeys.Name, Roles: actKeys.Roles}, identity.SiteScope) == nil
	return nil
}

// settle does what a form of the page says.
func (h handlers) settle(c *call) error {
	act, on, done := actRevoke, identity.SiteScope, "kept"
	do := func(store.Tx) error { return fault.New(fault.Invalid, words, "bad-form") }
	switch c.req.PostForm.Get("do") {
	case "term":
		course := c.req.PostForm.Get("course")
		if h.Edition(course) == nil || course == "" {
			return fault.New(fault.Invalid, words, "bad-form")
		}
		typed := strings.TrimSpace(c.req.PostForm.Get("months"))
		months, err := strconv.Atoi(typed)
		if err != nil || months < 0 || months > maxMonths {
			if len(typed) > mostTyped {
				typed = ""
			}
			return h.drawAll(c, http.StatusUnprocessableEntity, typedTerm{course, typed, c.say("bad-months", lang.A{"most": maxMonths})})
		}
		on = identity.CourseScope(course)
		do = func(tx store.Tx) error { return h.SetMonths(tx, c.session.Person, course, months) }
	case "rotate":
		act, done, do = actKeys, "rotated", func(tx store.Tx) error { return h.Rotate(tx, c.session.Person) }
	}
	err := h.DB.Write(c.req.Context(), func(tx store.Tx) error {
		if err := h.Identity.Can(tx, c.session, act, on); err != nil {
			return err
		}
		return do(tx)
	})
	if err != nil {
		return h.Identity.LeadBack(c.w, c.req, err)
	}
	web.SeeOther(c.w, c.req, OfficePath(c.tag, c.face)+"?"+done+"=1")
	return nil
}

// certificate is the page of one certificate for those who may withdraw it.
func (h handlers) certificate(c *call) error {
	if h.moved(c, under(OfficePath, c.req.PathValue("id"))) {
		return nil
	}
	var typed lang.Text
	again, err := h.Identity.Typed(c.req, c.session)
	if err != nil {
		return err
	}
	if c.again = again; again != nil {
		typed = reasonsIn(again.Form)
	}
	return h.drawOne(c, http.StatusOK, typed)
}

// reasonsIn are the reasons that were typed, in each language.
func reasonsIn(form url.Values) lang.Text {
	reason := lang.Text{}
	for _, face := range lang.Interfaces() {
		reason[face] = strings.TrimSpace(form.Get(reasonField(face)))
	}
	return reason
}

func reasonField(face lang.Tag) string { return "reason-" + face.Lower() }

// drawOne shows the page; typed are the reasons that could not be kept.
func (h handlers) drawOne(c *call, status int, typed lang.Text) error {
	id := c.req.PathValue("id")
	path := under(OfficePath, id)
	var o held
	err := h.DB.Read(c.req.Context(), func(tx store.Tx) error {
		one, err := h.ByID(tx, id)
		if err == nil && !c.sees(one.Course) {
			err = fault.New(fault.NotFound, words, "no-certificate")
		}
		if err == nil {
			o, err = h.with(tx, one)
		}
		return err
	})
	if err != nil {
		return err
	}
	title := c.say("office.one", lang.A{"code": o.Code})
	w := pages.Withdraw{Base: c.base(), Action: path(c.tag, c.face), Title: title, Back: page.Link{Text: c.say("office.back"), Href: OfficePath(c.tag, c.face)}}
	if c.again != nil {
		n := c.again.Notice(c.face)
		w.Again = &n
	}
	name := o.name
	if o.Anonymous() {
		name = c.say("office.gone")
	}
	w.Facts = append([]page.Fact{{Name: c.say("office.holder"), Text: page.Text(name)}, {Name: c.say("office.course"), Text: page.Text(in(o.a.Title, c.tag))}}, h.facts(c, o)...)
	if o.State(h.today()) == Revoked {
		w.Facts = append(w.Facts, page.Fact{Name: c.say("office.state"), Text: page.Text(c.say("office.revoked", lang.A{"day": lang.Date(c.face, o.Revoked)}))})
		for _, face := range lang.Interfaces() {
			w.Facts = append(w.Facts, page.Fact{Name: c.say("office.reason-was", lang.A{"language": c.say("tongue." + string(face))}), Text: page.Text(o.Reason.In(face))})
		}
	} else {
		h.reasons(c, typed, &w)
	}
	return h.drawOffice(c, status, title, path, pages.WithdrawBody(w))
}

// reasons are the fields of the form, with what is wrong when something was typed.
func (h handlers) reasons(c *call, typed lang.Text, w *pages.Withdraw) {
	for _, face := range lang.Interfaces() {
		f := page.FormField{ID: reasonField(face), Name: reasonField(face), Kind: "long", Label: page.Text(c.say("office.reason", lang.A{"language": c.say("tongue." + string(face))})), Value: typed.In(face)}
		if typed != nil && c.again == nil && !goodReason(typed.In(face)) {
			f.Error = c.say("bad-reason")
			w.Wrong = append(w.Wrong, page.Link{Text: f.Error, Href: "#" + f.ID})
		}
		w.Fields = append(w.Fields, f)
	}
}

// withdraw withdraws a certificate for good.
func (h handlers) withdraw(c *call) error {
	reason := reasonsIn(c.req.PostForm)
	right := true
	for _, face := range lang.Interfaces() {
		right = right && goodReason(reason[face])
	}
	if !right {
		return h.drawOne(c, http.StatusUnprocessableEntity, reason)
	}
	id := c.req.PathValue("id")
	err := h.DB.Write(c.req.Context(), func(tx store.Tx) error {
		one, err := h.ByID(tx, id)
		if err != nil {
			return err
		}
		if err := h.Identity.Can(tx, c.session, actRevoke, identity.CourseScope(one.Course)); err != nil {
			return err
		}
		return h.Revoke(tx, c.session.Person, id, reason)
	})
	if err != nil {
		return h.Identity.LeadBack(c.w, c.req, err)
	}
	web.SeeOther(c.w, c.req, under(OfficePath, id)(c.tag, c.face))
	return nil
}
