package office

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/publish"
	"atelier/internal/people/privacy"
)

// Settings are what the institution decides about its site, part by part. Each part
// has the number of its changes; 0 was never changed.
type Settings struct {
	Institution   Institution
	Look          Look
	Languages     Languages
	Accessibility Statement
	Privacy       Privacy
	Access        Access
	versions      map[Part]int
}

// Part names a part of the settings that is changed as a whole.
type Part string

// The parts.
const (
	PartInstitution   Part = "institution"
	PartLook          Part = "look"
	PartLanguages     Part = "languages"
	PartAccessibility Part = "accessibility"
	PartPrivacy       Part = "privacy"
	PartAccess        Part = "access"
)

// Institution is who answers for the site.
type Institution struct {
	Name    lang.Text `json:"name"`
	Contact string    `json:"contact"` // an e-mail address or a page; empty leaves it to the course
	Hosting lang.Text `json:"hosting"` // where the data lie: country, province, operator
}

// Look is what pages wear.
type Look struct {
	Light string `json:"light"` // "#rrggbb"; empty is the product's own
	Dark  string `json:"dark"`
	Logo  string `json:"logo"` // name of a File; empty when there is none
}

// Profile is how languages stand to each other where the institution works.
type Profile string

// The profiles (needs A6.7).
const (
	// Equal: every language stands for itself, as federal institutions and New
	// Brunswick have it.
	Equal Profile = "equal"
	// French: French first, English for those whom the law lets have it, as public
	// bodies of Québec have it.
	French Profile = "french"
	// Local: the institution's own order of languages.
	Local Profile = "local"
)

// Profiles are all profiles, the default first.
var Profiles = []Profile{Equal, French, Local}

// Languages is the language profile of the site.
type Languages struct {
	Profile Profile  `json:"profile"`
	First   lang.Tag `json:"first"` // with Local: the language for those who ask for none; empty asks them
}

// Statement is a text for which somebody answers.
type Statement struct {
	Text  lang.Text `json:"text"`
	Owner lang.Text `json:"owner"`
	Date  string    `json:"date"` // YYYY-MM-DD; empty when it was never looked at
}

// Privacy is what the privacy notice says beside what follows from the inventory.
type Privacy struct {
	Statement
	Contact string `json:"contact"` // of the person in charge of personal information
}

// Access says who may make an account.
type Access struct {
	Closed bool `json:"closed"` // nobody by themselves: people are added, listed or invited
}

func (Institution) name() Part { return PartInstitution }
func (Look) name() Part        { return PartLook }
func (Languages) name() Part   { return PartLanguages }
func (Statement) name() Part   { return PartAccessibility }
func (Privacy) name() Part     { return PartPrivacy }
func (Access) name() Part      { return PartAccess }

func (Access) check([]lang.Tag) Mistakes { return nil }

// Open says whether people may make an account by themselves.
func (r *Room) Open(store.Tx) (bool, error) { return !r.Settings().Access.Closed, nil }

// Version is the number of changes of a part.
func (s Settings) Version(p Part) int { return s.versions[p] }

func (s Settings) equal(other Settings) bool { return reflect.DeepEqual(s, other) }

// Bounds of what people type.
const (
	maxLine = 200    // letters of a name, an owner, a contact
	maxText = 20_000 // letters of a statement
)

// Mistake is a field of a part that cannot be kept as it is.
type Mistake struct {
	Field string // "light", "name-fr"
	Say   func(lang.Tag) string
}

// Mistakes is an error: what was typed, and why it cannot be kept.
type Mistakes []Mistake

func (m Mistakes) Error() string { return fmt.Sprintf("%d fields cannot be kept", len(m)) }

func mistake(field, key string, args ...lang.A) Mistake {
	return Mistake{Field: field, Say: func(t lang.Tag) string { return words.Say(t, "mistake."+key, args...) }}
}

// check says what is wrong with a part. The languages are those of the course.
func (i Institution) check(tags []lang.Tag) (list Mistakes) {
	list = append(list, checkTexts("name", i.Name, tags, maxLine)...)
	list = append(list, checkTexts("hosting", i.Hosting, tags, maxLine)...)
	return append(list, checkContact("contact", i.Contact)...)
}

func (l Look) check([]lang.Tag) (list Mistakes) {
	for _, c := range []struct {
		field, value string
		dark         bool
	}{{"light", l.Light, false}, {"dark", l.Dark, true}} {
		if c.value == "" {
			continue
		}
		if _, ok := page.Colour(c.value); !ok {
			list = append(list, mistake(c.field, "colour"))
			continue
		}
		if worst, ok := worstOf(c.value, c.dark); ok {
			list = append(list, Mistake{Field: c.field, Say: func(t lang.Tag) string {
				return words.Say(t, "mistake.faint", lang.A{"ratio": lang.Number(t, worst.Ratio, 1), "least": lang.Number(t, worst.Least, 1), "nearest": page.Nearest(c.value, c.dark)})
			}})
		}
	}
	return list
}

// worstOf is where an accent is hardest to read, if it is anywhere too faint.
func worstOf(accent string, dark bool) (page.Faint, bool) {
	b := page.Brand{Light: accent}
	if dark {
		b = page.Brand{Dark: accent}
	}
	faint := b.Faint()
	if len(faint) == 0 {
		return page.Faint{}, false
	}
	return slices.MinFunc(faint, func(a, b page.Faint) int {
		return int(1000*a.Ratio/a.Least) - int(1000*b.Ratio/b.Least)
	}), true
}

func (l Languages) check(tags []lang.Tag) (list Mistakes) {
	if !slices.Contains(Profiles, l.Profile) {
		list = append(list, mistake("profile", "profile"))
	}
	if l.Profile == French && !slices.Contains(tags, lang.French) {
		list = append(list, mistake("profile", "no-french"))
	}
	if l.First != "" && !slices.Contains(tags, l.First) {
		list = append(list, mistake("first", "first"))
	}
	return list
}

func (s Statement) check(tags []lang.Tag) (list Mistakes) {
	list = append(list, checkTexts("text", s.Text, tags, maxText)...)
	list = append(list, checkTexts("owner", s.Owner, tags, maxLine)...)
	if s.Date != "" {
		if _, err := time.Parse(time.DateOnly, s.Date); err != nil {
			list = append(list, mistake("date", "date"))
		}
	}
	return list
}

func (p Privacy) check(tags []lang.Tag) Mistakes {
	return append(p.Statement.check(tags), checkContact("contact", p.Contact)...)
}

// checkTexts wants a text in every language or in none: no language is a poorer
// copy of another.
func checkTexts(field string, text lang.Text, tags []lang.Tag, most int) (list Mistakes) {
	some := false
	for _, tag := range tags {
		some = some || text.Has(tag)
	}
	for _, tag := range tags {
		name := field + "-" + tag.Lower()
		switch v := text.In(tag); {
		case some && v == "":
			list = append(list, mistake(name, "one-language"))
		case utf8.RuneCountInString(v) > most:
			list = append(list, mistake(name, "long", lang.A{"n": most}))
		}
	}
	return list
}

// checkContact takes an e-mail address or a web address.
func checkContact(field, contact string) Mistakes {
	if contact == "" {
		return nil
	}
	if _, ok := publish.ContactAddress(contact); !ok || len(contact) > maxLine {
		return Mistakes{mistake(field, "contact")}
	}
	return nil
}

// host is what the pages of the course need of the settings.
func (s Settings) host() publish.Host {
	h := publish.Host{Name: s.Institution.Name, Brand: page.Brand{Light: s.Look.Light, Dark: s.Look.Dark},
		Contact: s.Institution.Contact, First: s.Languages.first(), Firmly: s.Languages.Profile == French}
	if css := h.Brand.CSS(); css != nil {
		h.Brand.Sheet = hostPath + sheetName(css)
	}
	if s.Look.Logo != "" {
		h.Brand.Logo = hostPath + s.Look.Logo
	}
	h.Accessibility = publish.Statement{Text: s.Accessibility.Text, Owner: s.Accessibility.Owner, Date: dates(s.Accessibility.Date, s.Accessibility.Text)}
	return h
}

// notice is what the institution says in the privacy notice. Questions of privacy go where all others go unless it says
// otherwise.
func (s Settings) notice() privacy.Institution {
	p := s.Privacy
	return privacy.Institution{Name: s.Institution.Name, Contact: cmp.Or(p.Contact, s.Institution.Contact), Hosting: s.Institution.Hosting,
		Officer: p.Owner, Text: p.Text, Day: p.Date}
}

// dates is a day in words, in each language of a text.
func dates(day string, of lang.Text) lang.Text {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil
	}
	out := lang.Text{}
	for tag := range of {
		out[tag] = lang.Date(lang.Interface(tag), t)
	}
	return out
}

// decode reads a part as the database keeps it into its place.
func (s *Settings) decode(p Part, value string) error {
	into := map[Part]any{PartInstitution: &s.Institution, PartLook: &s.Look, PartLanguages: &s.Languages, PartAccessibility: &s.Accessibility, PartPrivacy: &s.Privacy, PartAccess: &s.Access}[p]
	if into == nil {
		return fault.New(fault.Internal, words, "unknown-part", lang.A{"part": string(p)})
	}
	return json.NewDecoder(strings.NewReader(value)).Decode(into)
}
