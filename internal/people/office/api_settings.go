package office

import (
	"strings"

	"atelier/internal/base/api"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// The parts of the settings as programs see them.

// InstitutionView is an Institution.
type InstitutionView struct {
	Name    lang.Text `json:"name" nullable:"false" doc:"api.settings.name"`
	Contact string    `json:"contact" maxLength:"200" doc:"api.settings.contact"`
	Hosting lang.Text `json:"hosting" nullable:"false" doc:"api.settings.hosting"`
}

// LookView is a Look; the logo is changed on its page.
type LookView struct {
	Light string `json:"light" maxLength:"7" doc:"api.settings.light" example:"#1d5fa8"`
	Dark  string `json:"dark" maxLength:"7" doc:"api.settings.dark" example:"#8ab8f0"`
}

// LanguagesView is a Languages.
type LanguagesView struct {
	Profile string `json:"profile" enum:"equal,french,local" doc:"api.settings.profile"`
	First   string `json:"first" maxLength:"20" doc:"api.settings.first"`
}

// StatementView is a Statement.
type StatementView struct {
	Text  lang.Text `json:"text" nullable:"false" doc:"api.settings.text"`
	Owner lang.Text `json:"owner" nullable:"false" doc:"api.settings.owner"`
	Date  string    `json:"date" maxLength:"10" doc:"api.settings.date" example:"2026-11-27"`
}

// NoticeView is a Privacy.
type NoticeView struct {
	Text    lang.Text `json:"text" nullable:"false" doc:"api.settings.text"`
	Owner   lang.Text `json:"owner" nullable:"false" doc:"api.settings.owner"`
	Date    string    `json:"date" maxLength:"10" doc:"api.settings.date" example:"2026-11-27"`
	Contact string    `json:"contact" maxLength:"200" doc:"api.settings.privacy-contact"`
}

func (r *Room) registerSettings(f *api.Frame) {
	setting(f, r, PartInstitution, func(s Settings) InstitutionView {
		return InstitutionView{orNone(s.Institution.Name), s.Institution.Contact, orNone(s.Institution.Hosting)}
	}, func(_ Settings, v InstitutionView) part {
		return Institution{Name: v.Name, Contact: v.Contact, Hosting: v.Hosting}
	})
	setting(f, r, PartLook, func(s Settings) LookView {
		return LookView{s.Look.Light, s.Look.Dark}
	}, func(s Settings, v LookView) part {
		return Look{Light: v.Light, Dark: v.Dark, Logo: s.Look.Logo}
	})
	setting(f, r, PartLanguages, func(s Settings) LanguagesView {
		if s.Languages.Profile == "" {
			s.Languages.Profile = Equal
		}
		return LanguagesView{string(s.Languages.Profile), string(s.Languages.First)}
	}, func(_ Settings, v LanguagesView) part {
		return Languages{Profile: Profile(v.Profile), First: lang.Tag(v.First)}
	})
	setting(f, r, PartAccessibility, func(s Settings) StatementView {
		return StatementView{orNone(s.Accessibility.Text), orNone(s.Accessibility.Owner), s.Accessibility.Date}
	}, func(_ Settings, v StatementView) part {
		return Statement{Text: v.Text, Owner: v.Owner, Date: v.Date}
	})
	setting(f, r, PartPrivacy, func(s Settings) NoticeView {
		return NoticeView{orNone(s.Privacy.Text), orNone(s.Privacy.Owner), s.Privacy.Date, s.Privacy.Contact}
	}, func(_ Settings, v NoticeView) part {
		return Privacy{Statement: Statement{Text: v.Text, Owner: v.Owner, Date: v.Date}, Contact: v.Contact}
	})
}

func orNone(t lang.Text) lang.Text {
	if t == nil {
		return lang.Text{}
	}
	return t
}

type oneSetting[V any] struct {
	ETag string `header:"ETag" doc:"api.header.etag"`
	Body V
}

type settingSent[V any] struct {
	IfMatch string `header:"If-Match" maxLength:"200" doc:"api.param.match"`
	Body    V
}

// setting registers how a part is read and changed as a whole.
func setting[V any](f *api.Frame, r *Room, name Part, show func(Settings) V, read func(Settings, V) part) {
	op := func(do, method string, scope api.Scope) api.Operation {
		return api.Operation{ID: do + "-" + string(name), Method: method, Path: "/settings/" + string(name), Group: "settings", Scope: scope}
	}
	api.Register(f, op("get", "GET", SettingsRead), func(_ api.Call, tx store.Tx, _ *struct{}) (*oneSetting[V], error) {
		s, err := readSettings(tx)
		v := show(s)
		return &oneSetting[V]{api.Tag(v), v}, err
	})
	change := op("change", "PUT", SettingsWrite)
	change.Errors = []int{412}
	api.Register(f, change, func(c api.Call, tx store.Tx, in *settingSent[V]) (*oneSetting[V], error) {
		s, err := readSettings(tx)
		if err == nil {
			err = api.Match(in.IfMatch, show(s))
		}
		if err != nil {
			return nil, err
		}
		value := read(s, in.Body)
		if wrong := value.check(r.tags()); len(wrong) > 0 {
			return nil, refuse(wrong)
		}
		if err := r.put(tx, value, s.Version(name), identity.PersonID(c.By())); err != nil {
			return nil, err
		}
		return &oneSetting[V]{api.Tag(in.Body), in.Body}, nil
	})
}

// refuse tells programs which fields cannot be kept: "name-fr" is body.name.fr.
func refuse(wrong Mistakes) error {
	var list []api.Wrong
	for _, m := range wrong {
		list = append(list, api.Wrong{Location: "body." + strings.Replace(m.Field, "-", ".", 1), Say: m.Say})
	}
	return api.Refuse(list)
}
