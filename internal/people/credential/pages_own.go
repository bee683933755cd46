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
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
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
			meta := []string{c.say("own.meta-done", lang.A{"day": c.day(one.Done)})}
			if one.Version != "" {
				meta = append([]string{release(c.face, one.Version)}, meta...)
			}
			g.Rows = append(g.Rows, page.Row{
				Title: page.Link{Text: in(a.Title, c.tag), Href: under(OwnPath, one.Code)(c.tag, c.face)},
				Meta:  meta,
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
	var n Renewal
	err = h.DB.Read(c.req.Context(), func(tx store.Tx) (err error) {
		n, err = h.Renewal(tx, o.Certificate, c.tag)
		return err
	})
	if err != nil && fault.KindOf(err) != fault.Conflict {
		return err
	}
	d := h.drawn(c, o)
	if err == nil && n.Due {
		h.offer(c, &d, n, h.Edition(o.Course))
	}
	return h.draw(c, http.StatusOK, d.Title, path, pages.OneBody(d))
}

// offer draws the way to a renewal: the button, or what comes before it.
func (h handlers) offer(c *call, d *pages.One, n Renewal, e *library.Edition) {
	home := page.Link{Text: c.say("own.empty-go"), Href: e.Home(c.tag)}
	switch {
	case n.Owed.Tasks > 0:
		d.Notices = append(d.Notices, page.Notice{Kind: "info", Title: n.sentence(c, "one.left", "one.left-working", n.Owed.Tasks), Links: []page.Link{home}})
	case n.Owed.Unread > 0:
		d.Notices = append(d.Notices, page.Notice{Kind: "info", Title: n.sentence(c, "one.unread", "one.unread", n.Owed.Unread),
			Links: []page.Link{{Text: c.say("one.read"), Href: delivery.NewsPath(e, c.tag)}}})
	case n.Same:
		d.Renew = c.say("one.renew-same")
	default:
		d.Renew = n.sentence(c, "one.renew", "one.renew-same", 0)
	}
}

// sentence says something of a renewal; under another key where no release is served.
func (n Renewal) sentence(c *call, key, working string, count int) string {
	if n.Version == "" {
		key = working
	}
	return c.say(key, lang.A{"n": count, "version": n.Version})
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

// renewed gives the holder of a certificate the one of today, when nothing stands between.
func (h handlers) renewed(c *call) error {
	var fresh Certificate
	err := h.DB.Write(c.req.Context(), func(tx store.Tx) error {
		if err := h.Identity.Can(tx, c.session, actOwn, identity.SiteScope); err != nil {
			return err
		}
		o, err := h.held(tx, c)
		if err == nil {
			fresh, err = h.Renew(tx, "", o.Certificate, c.tag)
		}
		return err
	})
	if err != nil {
		return h.Identity.Lead(c.w, c.req, err)
	}
	done := "renew"
	if fresh.Code == ParseCode(c.req.PathValue("code")) {
		done = "renew-same"
	}
	web.SeeOther(c.w, c.req, under(OwnPath, fresh.Code)(c.tag, c.face)+"?done="+done)
	return nil
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
		data, err = h.PDF(c.req.Context(), o, first)
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
