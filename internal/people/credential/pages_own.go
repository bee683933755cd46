package credential

import (
	"net/http"
	"net/url"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/credential/pages"
	"atelier/internal/people/identity"
	"atelier/internal/standard/badge"
)

// chip is how a state is drawn.
func chip(s State) page.State {
	if s == Valid {
		return page.Done
	}
	return page.NotStarted
}

// list shows somebody their certificates; whoever has no account, why there are none.
func (h handlers) list(c *call) error {
	if h.moved(c, OwnPath) {
		return nil
	}
	v, err := h.Identity.Who(c.req)
	if err != nil {
		return err
	}
	if c.session = v.Session; c.session == nil {
		return h.draw(c, http.StatusOK, c.say("own.title"), OwnPath, page.ListBody(c.face, page.ListPage{
			Heading: page.Heading{Title: page.Text(c.say("own.title")), Lede: page.Text(c.say("guest.lede"))},
			Empty:   &page.Empty{Title: c.say("guest.why"), Text: c.say("guest.text"), Go: &page.Button{Text: c.say("guest.go"), Href: identity.SignInPath(c.tag, c.face, OwnPath(c.tag, c.face))}},
		}))
	}
	p := page.ListPage{Heading: page.Heading{Title: page.Text(c.say("own.title")), Lede: page.Text(c.say("own.lede"))},
		Empty: &page.Empty{Title: c.say("own.empty"), Text: c.say("own.empty-text"), Go: &page.Button{Text: c.say("own.empty-go"), Href: h.frame.Home(c.tag)}}}
	err = h.DB.Read(c.req.Context(), func(tx store.Tx) error {
		p.Groups = nil
		all, err := h.Of(tx, c.session.Actor)
		if err != nil || len(all) == 0 {
			return err
		}
		var g page.Group
		for _, one := range all {
			a, err := h.AchievementOf(tx, one)
			if err != nil {
				return err
			}
			s := one.State(h.today())
			g.Rows = append(g.Rows, page.Row{
				Title: page.Link{Text: in(a.Title, c.tag), Href: under(OwnPath, one.Code)(c.tag, c.face)},
				Meta:  []string{release(c.face, one.Version), c.say("own.meta-done", lang.A{"day": c.day(one.Done)})},
				State: chip(s), Status: c.say("own." + string(s)),
			})
		}
		p.Groups = []page.Group{g}
		return nil
	})
	if err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, c.say("own.title"), OwnPath, page.ListBody(c.face, p))
}

// held is a certificate of whoever asks, with what is drawn of it.
type held struct {
	Certificate
	a     Achievement
	name  string
	newer string
}

// held finds the certificate of an address; that of others is not found.
func (h handlers) held(tx store.Tx, c *call) (one held, err error) {
	if one.Certificate, err = h.ByCode(tx, c.req.PathValue("code")); err != nil {
		return one, err
	}
	if one.Holder != c.session.Actor {
		return one, fault.New(fault.NotFound, words, "no-certificate")
	}
	return h.with(tx, one.Certificate)
}

// with reads what is drawn of a certificate.
func (r *Room) with(tx store.Tx, c Certificate) (one held, err error) {
	one.Certificate = c
	if one.a, err = r.AchievementOf(tx, c); err != nil {
		return one, err
	}
	one.newer = r.Newer(c)
	one.name, err = r.holderName(tx, c)
	return one, err
}

// one is the page of a certificate for its holder.
func (h handlers) one(c *call) error {
	path := under(OwnPath, ParseCode(c.req.PathValue("code")))
	if h.moved(c, path) {
		return nil
	}
	var o held
	err := h.DB.Read(c.req.Context(), func(tx store.Tx) (err error) {
		o, err = h.held(tx, c)
		return err
	})
	if err != nil {
		return err
	}
	d := h.drawn(c, o)
	left, version, err := h.left(c, o)
	if err != nil {
		return err
	}
	err = h.DB.Read(c.req.Context(), func(tx store.Tx) error { return h.mayRenew(tx, o, version) })
	switch {
	case fault.KindOf(err) == fault.Conflict || err == nil && version == "":
	case err != nil:
		return err
	case left == 0:
		d.Renew = c.say("one.renew", lang.A{"version": version})
	default:
		d.Notices = append(d.Notices, page.Notice{Kind: "info", Title: c.say("one.left", lang.A{"n": left, "version": version}), Links: []page.Link{{Text: c.say("own.empty-go"), Href: h.frame.Home(c.tag)}}})
	}
	return h.draw(c, http.StatusOK, d.Title, path, pages.OneBody(d))
}

// drawn is a certificate as its holder sees it.
func (h handlers) drawn(c *call, o held) pages.One {
	here := under(OwnPath, o.Code)(c.tag, c.face)
	d := pages.One{Sheet: h.sheet(c, o), Title: c.say("one.title", lang.A{"title": in(o.a.Title, c.tag)}), Action: here, Shown: o.Shown,
		Back: page.Link{Text: c.say("own.back"), Href: OwnPath(c.tag, c.face)}}
	check := under(VerifyPath, o.Code)(c.tag, c.face)
	d.Check = page.Link{Text: h.at(check), Href: check}
	d.Notices = append(h.told(c, o), d.Notices...)
	for _, tag := range languages(o.a, c.tag) {
		first := "?" + url.Values{"first": {tag.Lower()}}.Encode()
		languages := lang.A{"languages": order(o.a, tag, h.names(o))}
		if o.State(h.today()) != Revoked {
			d.PDFs = append(d.PDFs, page.Link{Text: c.say("one.pdf", languages), Href: here + c.say("file.pdf") + first})
		}
		if h.Signs() {
			d.Badges = append(d.Badges, page.Link{Text: c.say("one.json", languages), Href: here + badgeFile + first}, page.Link{Text: c.say("one.jwt", languages), Href: here + tokenFile + first})
		}
	}
	return d
}

// told is what happened to a certificate, and what its holder just did.
func (h handlers) told(c *call, o held) (list []page.Notice) {
	if done := "one.done-" + c.req.URL.Query().Get("done"); words.Has(c.face, done) {
		list = append(list, page.Notice{Kind: "success", Title: c.say(done), Live: true})
	}
	switch o.State(h.today()) {
	case Revoked:
		list = append(list, page.Notice{Kind: "warning", Title: c.say("one.revoked", lang.A{"day": lang.Date(c.face, o.Revoked)}), Body: page.Text(c.say("one.revoked-text", lang.A{"reason": o.Reason.In(c.face)}))})
	case Lapsed:
		list = append(list, page.Notice{Kind: "warning", Title: c.say("one.lapsed", lang.A{"day": c.day(o.Expires)}), Body: page.Text(c.say("one.lapsed-text"))})
	}
	if o.newer != "" {
		n := page.Notice{Kind: "info", Title: c.say("one.newer", lang.A{"version": o.newer})}
		if o.State(h.today()) == Valid { // of another it would not be true
			n.Body = page.Text(c.say("one.newer-text"))
		}
		list = append(list, n)
	}
	return list
}

// names are what the languages of a course call themselves.
func (r *Room) names(o held) map[lang.Tag]string {
	names := map[lang.Tag]string{}
	for _, tag := range o.a.Title.Tags() {
		names[tag] = string(tag)
	}
	if e := r.Edition(o.Course); e != nil {
		for _, l := range e.Course.Languages {
			names[l.Tag] = l.Name
		}
	}
	return names
}

// sheet is a certificate as it hangs on a wall.
func (h handlers) sheet(c *call, o held) pages.Sheet {
	i := h.Institution()
	s := pages.Sheet{Base: c.base(), Issuer: in(o.a.Issuer, c.tag), Logo: i.Brand.Logo, Name: o.name, Invalid: o.State(h.today()) != Valid}
	if i.Name.In(c.tag) != s.Issuer {
		s.Logo = "" // the institution is called otherwise now
	}
	for _, tag := range languages(o.a, c.tag) {
		s.Titles = append(s.Titles, pages.Said{Text: o.a.Title.In(tag), Locale: o.a.Locale[tag]})
	}
	s.Facts = h.facts(c, o)
	return s
}

func (h handlers) facts(c *call, o held) []page.Fact {
	fact := func(key, text string) page.Fact { return page.Fact{Name: c.say("sheet." + key), Text: page.Text(text)} }
	list := []page.Fact{fact("done", c.day(o.Done)), fact("release", release(c.face, o.Version))}
	if n := o.a.Minutes[c.tag]; n > 0 {
		list = append(list, fact("time", c.say("sheet.time-text", lang.A{"time": lang.Minutes(c.face, n)})))
	}
	list = append(list, fact("issued", lang.Date(c.face, o.Issued)))
	if o.Expires != "" {
		list = append(list, fact("until", c.day(o.Expires)))
	}
	return append(list, fact("code", o.Code))
}

// change shows or hides the holder's name, or earns the certificate of today's release.
func (h handlers) change(c *call) error {
	do := c.req.PostForm.Get("do")
	if do == "renew" {
		return h.renewed(c)
	}
	if do != "show" && do != "hide" {
		return fault.New(fault.Invalid, words, "bad-form")
	}
	err := h.DB.Write(c.req.Context(), func(tx store.Tx) error {
		if err := h.Identity.Can(tx, c.session, actOwn, identity.SiteScope); err != nil {
			return err
		}
		return h.Show(tx, c.session.Actor, c.req.PathValue("code"), do == "show")
	})
	if err != nil {
		return h.Identity.Lead(c.w, c.req, err)
	}
	web.SeeOther(c.w, c.req, under(OwnPath, ParseCode(c.req.PathValue("code")))(c.tag, c.face)+"?done="+do)
	return nil
}

// renewed gives the holder of a certificate, whose course says something else since, the one of the release of today, when
// they have done all that it asks for.
func (h handlers) renewed(c *call) error {
	code := ParseCode(c.req.PathValue("code"))
	var o held
	err := h.DB.Read(c.req.Context(), func(tx store.Tx) (err error) {
		o, err = h.held(tx, c)
		return err
	})
	if err != nil {
		return err
	}
	left, version, err := h.left(c, o)
	if err != nil {
		return err
	}
	if o.newer == "" || left > 0 {
		return fault.New(fault.Conflict, words, "not-complete")
	}
	err = h.DB.Write(c.req.Context(), func(tx store.Tx) error {
		if err := h.Identity.Can(tx, c.session, actOwn, identity.SiteScope); err != nil {
			return err
		}
		if err := h.mayRenew(tx, o, version); err != nil {
			return err
		}
		if err := h.OnCompleted(tx, c.session.Actor, o.Course, version, h.Clock.Now()); err != nil {
			return err
		}
		fresh, ok, err := selectHeld(tx, c.session.Actor, o.Course, version)
		if ok {
			code = fresh.Code
		}
		return err
	})
	if err != nil {
		return h.Identity.Lead(c.w, c.req, err)
	}
	web.SeeOther(c.w, c.req, under(OwnPath, code)(c.tag, c.face)+"?done=renew")
	return nil
}

// mayRenew says why the holder of a certificate cannot ask for the one of another release, whatever they have done: one of
// the course was withdrawn, or they held that one already and it lapsed, which nothing they do now makes hold again.
func (r *Room) mayRenew(tx store.Tx, o held, version string) error {
	withdrawn, err := r.withdrawn(tx, o.Holder, o.Course)
	if err != nil {
		return err
	}
	if withdrawn {
		return fault.New(fault.Conflict, words, "renew-withdrawn")
	}
	there, ok, err := selectHeld(tx, o.Holder, o.Course, version)
	if err == nil && ok && there.State(r.today()) == Lapsed {
		return fault.New(fault.Conflict, words, "renew-lapsed", lang.A{"version": version})
	}
	return err
}

// left is how much of the release that is served now its holder has still to do, and which release that is.
func (h handlers) left(c *call, o held) (left int, version string, err error) {
	e := h.Edition(o.Course)
	if e == nil || e.Release == nil || o.newer == "" {
		return 0, "", nil
	}
	s, err := h.Learning.Standing(c.req.Context(), c.session.Actor)
	if err != nil {
		return 0, "", err
	}
	left, _ = s.Left(e.Course)
	return left, e.Release.Version, nil
}

// The names of the files of a badge.
const (
	badgeFile = "credential.json"
	tokenFile = "credential.jwt"
)

// file gives a certificate as a file.
func (h handlers) file(c *call) error {
	name := c.req.PathValue("file")
	first := c.tag
	if tag, _, ok := h.frame.Language(c.req.URL.Query().Get("first")); ok {
		first = tag
	}
	var data []byte
	var o held
	err := h.DB.Read(c.req.Context(), func(tx store.Tx) (err error) {
		if o, err = h.held(tx, c); err != nil {
			return err
		}
		switch name {
		case badgeFile:
			data, err = h.Badge(tx, o.Certificate, first, Embedded)
		case tokenFile:
			data, err = h.Badge(tx, o.Certificate, first, Token)
		}
		return err
	})
	if err != nil {
		return err
	}
	kind := map[string]string{badgeFile: badge.TypeCredential, tokenFile: badge.TypeJWT}[name]
	if name == words.Say(lang.English, "file.pdf") || name == words.Say(lang.French, "file.pdf") {
		kind = "application/pdf"
		if o.State(h.today()) == Revoked {
			return fault.New(fault.Conflict, words, "withdrawn")
		}
		data, err = h.PDF(o, first)
	}
	if kind == "" {
		return fault.New(fault.NotFound, words, "no-certificate")
	}
	if err != nil {
		return err
	}
	c.w.Header().Set("Content-Type", kind)
	c.w.Header().Set("Content-Disposition", `attachment; filename="`+strings.ReplaceAll(o.Code, `"`, "")+"-"+name+`"`)
	_, err = c.w.Write(data)
	return err
}
