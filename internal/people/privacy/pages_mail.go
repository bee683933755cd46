package privacy

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/privacy/pages"
)

// chooseMail is to say which messages one wants.
var chooseMail = identity.Act{Name: "privacy.mail"}

// zones are those of Canada whose clocks differ, from east to west, and the one of machines.
var zones = []string{"America/St_Johns", "America/Halifax", "America/Blanc-Sablon", "America/Toronto", "America/Iqaluit", "America/Atikokan", "America/Winnipeg",
	"America/Rankin_Inlet", "America/Regina", "America/Edmonton", "America/Whitehorse", "America/Vancouver", "UTC"}

// registerMail puts the page on a mux on which one chooses one's messages.
func (h handlers) registerMail(mux *http.ServeMux) {
	for _, face := range lang.Interfaces() {
		at := "/{lang}" + identity.MailPath("x", face)[len("/x"):] + "{$}"
		mux.Handle("GET "+at, h.kit.Handle(h.Identity.Require(chooseMail, onSite, h.mail)))
		mux.Handle("POST "+at, h.kit.Handle(h.Identity.Require(chooseMail, onSite, h.keepMail)))
	}
}

func (h handlers) mail(w http.ResponseWriter, req *http.Request, s *identity.Session) error {
	tag, face, err := h.language(req)
	if err != nil || moved(w, req, identity.MailPath(tag, face)) {
		return err
	}
	form := url.Values{}
	err = h.DB.Read(req.Context(), func(tx store.Tx) error {
		ways, err := h.Mail.Choices(tx, string(s.Person))
		if err != nil {
			return err
		}
		for _, name := range h.topics() {
			form.Set(fieldOf(name), string(cmp.Or(ways[name], mail.Now)))
		}
		hours, err := h.Mail.Hours(tx, string(s.Person))
		form.Set("zone", hours.Zone)
		for name, minute := range minutesOf(&hours) {
			form.Set(name, strconv.Itoa(*minute))
		}
		return err
	})
	if err != nil {
		return err
	}
	m, _ := h.mailPage(tag, face, form)
	for _, fields := range [][]page.FormField{m.Topics, m.Hours} {
		for i := range fields {
			fields[i].Error = "" // nothing was typed yet
		}
	}
	m.Saved = req.URL.Query().Get("saved") != ""
	return h.drawMail(w, req, http.StatusOK, tag, m)
}

func (h handlers) drawMail(w http.ResponseWriter, req *http.Request, status int, tag lang.Tag, m pages.Mail) error {
	return h.frame.Draw(w, req, status, identity.Sheet{Tag: tag, Title: words.Say(m.Face, "mail.title"), At: h.at(identity.MailPath), Body: pages.MailBody(m)})
}

// topics are the names of what one chooses of; the empty one stands for all that has none.
func (h handlers) topics() (names []string) {
	for _, t := range h.Mail.Topics() {
		names = append(names, t.Name)
	}
	return append(names, "")
}

func fieldOf(topic string) string { return "way-" + cmp.Or(topic, "other") }

// minutesOf are the hours by the name of their fields.
func minutesOf(h *mail.Hours) map[string]*int {
	return map[string]*int{"from": &h.QuietFrom, "until": &h.QuietUntil, "digest": &h.Digest}
}

// mailPage is the page with what stands in a form, and whether all of it can be kept.
func (h handlers) mailPage(tag, face lang.Tag, form url.Values) (m pages.Mail, right bool) {
	say := func(key string, args ...lang.A) string { return words.Say(face, "mail."+key, args...) }
	m = pages.Mail{Words: words, Face: face, Action: identity.MailPath(tag, face), Account: identity.AccountPath(tag, face)}
	right = true
	field := func(name, label string, options []page.Option, wrong string) page.FormField {
		f := page.FormField{ID: name, Name: name, Kind: "choice", Label: page.Text(label), Value: form.Get(name), Options: options}
		if !slices.ContainsFunc(options, func(o page.Option) bool { return o.Value == f.Value }) {
			f.Error, right = wrong, false
		}
		return f
	}
	var ways, hours, places []page.Option
	for _, way := range mail.Ways() {
		ways = append(ways, page.Option{Value: string(way), Text: say(string(way))})
	}
	for _, t := range append(h.Mail.Topics(), mail.Topic{Words: words, Key: "mail.other"}) {
		m.Topics = append(m.Topics, field(fieldOf(t.Name), t.Say(face), ways, say("bad-way", lang.A{"topic": t.Say(face)})))
	}
	for hour := range 24 {
		hours = append(hours, page.Option{Value: strconv.Itoa(60 * hour), Text: say("hour", lang.A{"h": strconv.Itoa(hour)})})
	}
	places = append(places, page.Option{Value: mail.SiteZone, Text: h.siteZone(face)})
	for _, zone := range zones {
		places = append(places, page.Option{Value: zone, Text: say("zones." + zone)})
	}
	for _, name := range []string{"from", "until", "digest"} {
		m.Hours = append(m.Hours, field(name, say(name), hours, say("bad-hour", lang.A{"what": say(name)})))
	}
	zone := field("zone", say("zone"), places, say("bad-zone"))
	zone.Hint = say("zone-hint")
	m.Hours = append(m.Hours, zone)
	return m, right
}

// siteZone is what the zone of the site is called, with its name where there is one.
func (h handlers) siteZone(face lang.Tag) string {
	name := h.Mail.Zone()
	if words.Has(face, "mail.zones."+name) {
		name = words.Say(face, "mail.zones."+name)
	}
	if name == "" {
		return words.Say(face, "mail.zone-site")
	}
	return words.Say(face, "mail.zone-site-named", lang.A{"zone": name})
}

// keepMail keeps the form whole, or shows it again with what is wrong.
func (h handlers) keepMail(w http.ResponseWriter, req *http.Request, s *identity.Session) error {
	tag, face, err := h.language(req)
	if err != nil {
		return err
	}
	if err := req.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	form := req.PostForm
	if m, right := h.mailPage(tag, face, form); !right {
		return h.drawMail(w, req, http.StatusUnprocessableEntity, tag, m)
	}
	hours := mail.Hours{Zone: form.Get("zone")}
	for name, minute := range minutesOf(&hours) {
		if *minute, err = strconv.Atoi(form.Get(name)); err != nil {
			return fault.New(fault.Invalid, words, "bad-form").Because(err)
		}
	}
	err = h.DB.Write(req.Context(), func(tx store.Tx) error {
		if err := h.Identity.Can(tx, s, chooseMail, identity.SiteScope); err != nil {
			return err
		}
		for _, name := range h.topics() {
			if err := h.Mail.Choose(tx, string(s.Person), name, mail.Way(form.Get(fieldOf(name)))); err != nil {
				return err
			}
		}
		return h.Mail.SetHours(tx, string(s.Person), hours)
	})
	if err != nil {
		return err
	}
	web.SeeOther(w, req, identity.MailPath(tag, face)+"?saved=1")
	return nil
}
