package office

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/people/office/pages"
)

// seen is the version of a part that whoever sent a form saw; -1, which is none, when
// the form does not say.
func seen(form url.Values) int {
	n, err := strconv.Atoi(form.Get("version"))
	if err != nil {
		return -1
	}
	return n
}

// showHome is the first-run checklist, and what there is to see.
func (r *Room) showHome(v *visit) (templ.Component, error) {
	list := pages.Steps{Title: v.say("steps"), Text: v.say("steps-text")}
	for _, s := range r.Settings().steps() {
		state := "to-do"
		if s.Done {
			state = "done"
		}
		list.Steps = append(list.Steps, pages.Step{Link: page.Link{Text: v.say("step." + s.Key), Href: v.at(s.Area)}, Why: v.say("step." + s.Key + "-why"), Done: s.Done, State: v.say("step-" + state)})
	}
	return pages.StepList(list), nil
}

// form is a form of an area being drawn: its fields hold what was typed when it came
// back, and what is kept otherwise.
type form struct {
	*visit
	pages.Form
}

func (v *visit) form(version int) *form {
	f := &form{visit: v, Form: pages.Form{Face: v.face, Action: v.here(), Send: v.say("keep"), Hidden: map[string]string{"version": strconv.Itoa(version)}}}
	if v.sent() && v.req.PostForm.Has("version") {
		f.Hidden["version"] = v.req.PostForm.Get("version")
	}
	return f
}

// plainForm is a form that does one of the things that can be done on a page.
func (v *visit) plainForm(do, send string) *form {
	return &form{visit: v, Form: pages.Form{Face: v.face, Action: v.here(), Send: send, Hidden: map[string]string{"do": do}}}
}

// fresh adds a field of one of several forms of a page: what was typed comes back in
// the form that was sent, and in no other.
func (f *form) fresh(name, kind, value, do string, options ...page.Option) *form {
	if f.sent() && f.typed("do") != do {
		key := f.words(name)
		f.Fields = append(f.Fields, page.FormField{ID: do + "-" + name, Name: name, Kind: kind, Label: page.Text(f.say(key)), Value: value, Options: options, Optional: true})
		return f
	}
	return f.field(name, kind, value, options...)
}

// field adds a field; its words are "field.AREA.NAME" and, where there is one, "… -hint".
func (f *form) field(name, kind, value string, options ...page.Option) *form {
	return f.labelled(name, kind, value, f.words(name), options...)
}

func (f *form) words(name string) string { return "field." + f.area.key + "." + name }

func (f *form) labelled(name, kind, value, key string, options ...page.Option) *form {
	one := page.FormField{ID: name, Name: name, Kind: kind, Label: page.Text(f.say(key)), Value: value, Options: options, Optional: true}
	return f.put(one, key)
}

func (f *form) put(one page.FormField, key string) *form {
	if words.Has(f.face, key+"-hint") {
		one.Hint = f.say(key + "-hint")
	}
	if f.sent() && one.Kind != "secret" && f.req.PostForm.Has(one.Name) {
		one.Value = f.req.PostForm.Get(one.Name)
	}
	for _, m := range f.wrong {
		if m.Field == one.Name {
			one.Error = m.Say(f.face)
		}
	}
	f.Fields = append(f.Fields, one)
	return f
}

// needed says of the field added last that it cannot be left empty.
func (f *form) needed() *form {
	f.Fields[len(f.Fields)-1].Optional = false
	return f
}

// texts adds a field for each language of the course.
func (f *form) texts(r *Room, name, kind string, text lang.Text) *form {
	for _, l := range r.Library.Edition().Course.Languages {
		one := page.FormField{ID: name + "-" + l.Tag.Lower(), Name: name + "-" + l.Tag.Lower(), Kind: kind, Value: text.In(l.Tag), Optional: true,
			Lang: string(l.Tag), Label: page.Text(f.say(f.words(name)) + " – " + l.Name)}
		f.put(one, f.words(name))
	}
	return f
}

// textOf reads what texts asked for.
func (r *Room) textOf(v *visit, name string) lang.Text { return v.textIn(r.tags(), name) }

// textIn reads a text in some languages; nil when there is none.
func (v *visit) textIn(tags []lang.Tag, name string) lang.Text {
	out := lang.Text{}
	for _, tag := range tags {
		if s := strings.TrimSpace(v.req.PostForm.Get(name + "-" + tag.Lower())); s != "" {
			out[tag] = s
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func (v *visit) typed(name string) string { return strings.TrimSpace(v.req.PostForm.Get(name)) }

func (r *Room) showInstitution(v *visit) (templ.Component, error) {
	s := r.Settings()
	f := v.form(s.Version(PartInstitution)).
		texts(r, "name", "text", s.Institution.Name).
		field("contact", "text", s.Institution.Contact).
		texts(r, "hosting", "text", s.Institution.Hosting)
	return pages.FormBody(f.Form), nil
}

func (r *Room) sendInstitution(v *visit) error {
	return r.Change(v.req.Context(), v.session, Institution{Name: r.textOf(v, "name"), Contact: v.typed("contact"), Hosting: r.textOf(v, "hosting")}, seen(v.req.PostForm))
}

func (r *Room) showLook(v *visit) (templ.Component, error) {
	s := r.Settings()
	f := v.form(s.Version(PartLook)).field("light", "text", s.Look.Light).field("dark", "text", s.Look.Dark)
	f.File = &pages.Upload{Name: "logo", Label: v.say("field.look.logo"), Hint: v.say("field.look.logo-hint"), Accept: "image/svg+xml,image/png,image/jpeg"}
	for _, m := range v.wrong {
		if m.Field == "logo" {
			f.File.Error = m.Say(v.face)
		}
	}
	if s.Look.Logo != "" {
		f.File.Now, f.File.Remove = hostPath+s.Look.Logo, v.say("field.look.remove")
		f.File.NowSays, f.File.Removed = v.say("field.look.now"), v.sent() && v.typed("remove") != ""
	}
	return templ.Join(pages.FormBody(f.Form), pages.Sample(pages.Colours{Title: v.say("sample"), Text: v.say("sample-text"), Go: v.say("sample-go")})), nil
}

func (r *Room) sendLook(v *visit) error {
	look := Look{Light: colourOf(v.typed("light")), Dark: colourOf(v.typed("dark"))}
	logo, err := logoOf(v)
	if err != nil {
		if k := fault.KindOf(err); k == fault.Invalid || k == fault.TooLarge {
			return append(look.check(nil), Mistake{Field: "logo", Say: func(t lang.Tag) string { return fault.Message(err, t) }})
		}
		return err
	}
	return r.ChangeLook(v.req.Context(), v.session, look, logo, seen(v.req.PostForm))
}

// colourOf is a colour as it is kept; what is no colour stays as it was typed.
func colourOf(typed string) string {
	if hex, ok := page.Colour(typed); ok {
		return hex
	}
	return typed
}

// logoOf is what the form says of the logo: nil leaves it, an empty File takes it away.
func logoOf(v *visit) (*File, error) {
	sent, _, err := v.req.FormFile("logo")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		if v.typed("remove") != "" {
			return &File{}, nil
		}
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer sent.Close()
	data, err := io.ReadAll(io.LimitReader(sent, maxLogo+1))
	if err != nil {
		return nil, err
	}
	if len(data) == 0 {
		return nil, nil
	}
	f, err := Logo(data)
	return &f, err
}

func (r *Room) showLanguages(v *visit) (templ.Component, error) {
	s := r.Settings()
	var profiles, first []page.Option
	for _, p := range Profiles {
		profiles = append(profiles, page.Option{Value: string(p), Text: v.say("profile." + string(p))})
	}
	for _, l := range r.Library.Edition().Course.Languages {
		first = append(first, page.Option{Value: string(l.Tag), Text: l.Name})
	}
	now := s.Languages.Profile
	if now == "" {
		now = Equal
	}
	f := v.form(s.Version(PartLanguages)).field("profile", "choice", string(now), profiles...).field("first", "choice", string(s.Languages.First), first...)
	return pages.FormBody(f.Form), nil
}

func (r *Room) sendLanguages(v *visit) error {
	return r.Change(v.req.Context(), v.session, Languages{Profile: Profile(v.typed("profile")), First: lang.Tag(v.typed("first"))}, seen(v.req.PostForm))
}

func (r *Room) showAccessibility(v *visit) (templ.Component, error) {
	s := r.Settings()
	f := v.form(s.Version(PartAccessibility)).statement(r, s.Accessibility)
	return pages.FormBody(f.Form), nil
}

func (f *form) statement(r *Room, s Statement) *form {
	return f.texts(r, "text", "long", s.Text).texts(r, "owner", "text", s.Owner).field("date", "date", s.Date)
}

func (r *Room) statementOf(v *visit) Statement {
	return Statement{Text: r.textOf(v, "text"), Owner: r.textOf(v, "owner"), Date: v.typed("date")}
}

func (r *Room) sendAccessibility(v *visit) error {
	return r.Change(v.req.Context(), v.session, r.statementOf(v), seen(v.req.PostForm))
}

func (r *Room) showPrivacy(v *visit) (templ.Component, error) {
	s := r.Settings()
	f := v.form(s.Version(PartPrivacy)).statement(r, s.Privacy.Statement).field("contact", "text", s.Privacy.Contact)
	views, err := r.views(v)
	return templ.Join(pages.FormBody(f.Form), views), err
}

func (r *Room) sendPrivacy(v *visit) error {
	if do := v.typed("do"); do == "views-on" || do == "views-off" {
		return r.switchViews(v, do == "views-on")
	}
	return r.Change(v.req.Context(), v.session, Privacy{Statement: r.statementOf(v), Contact: v.typed("contact")}, seen(v.req.PostForm))
}
