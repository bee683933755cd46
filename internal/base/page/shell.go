package page

import (
	"encoding/json"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
)

// Link is a text with an address. Lang is set when the text is in another
// language than the page, as a BCP 47 locale.
type Link struct {
	Text    string
	Href    string
	Lang    string // language of the text, when not the page's
	Current bool   // the page the reader is on
	Report  bool   // tells of a problem: the script adds the passage being read
}

// Language is one language the page can be read in. Href leads to the same
// place in that language.
type Language struct {
	Tag     lang.Tag
	Locale  string // as it stands in lang and hreflang: "fr-CA"
	Name    string // in the language itself: "Français"
	Href    string
	Current bool
}

// Alternate is one line of hreflang metadata; addresses are absolute.
type Alternate struct{ Locale, Href string }

// Head is the metadata of a page. Empty fields are left out.
type Head struct {
	Description string
	Canonical   string // absolute
	Alternates  []Alternate
	Robots      string
	Type        string // Open Graph type; "website" when empty
	Image       string // absolute address of a picture for Open Graph
	SiteName    string
	Icon        string // address of the icon; none when empty
	JSONLD      any    // marshalled into <script type="application/ld+json">
}

// Reading is what a reader chose: Theme is "", "light", "dark" or "contrast";
// Size is "", "large", "larger" or "largest". Empty means: as the browser says.
type Reading struct{ Theme, Size string }

// Themes and Sizes are the values a reading settings form may send; the first,
// empty, one leaves it to the browser.
var (
	Themes = []string{"", "light", "dark", "contrast"}
	Sizes  = []string{"", "large", "larger", "largest"}
)

// Valid keeps the choices that exist and drops any other value.
func (r Reading) Valid() Reading {
	return Reading{Theme: oneOf(r.Theme, Themes), Size: oneOf(r.Size, Sizes)}
}

func oneOf(s string, list []string) string {
	for _, known := range list {
		if s == known {
			return s
		}
	}
	return ""
}

// Settings is the reading settings form. With an Action it is a POST form that
// works without script (fields theme, size, back); without one, as in the static
// edition, the form is shown by the script, which keeps the choice on the device.
type Settings struct {
	Action string
	Back   string // address to come back to
	Chosen Reading
	Token  string // value of the hidden field "csrf"; none when empty
}

// Foot is the foot of the site, the same on every page.
type Foot struct {
	Licence   templ.Component // sentence with its link
	Formats   []Link          // the same content in other formats
	Help      []Link          // request another format, report a problem, accessibility, help: always this order
	More      []Link          // anything of the host
	Version   string          // build version of Atelier
	Release   string          // release of the course
	HelpTitle string          // heading over Help; the catalogue's when empty
}

// Shell is the frame of one page.
type Shell struct {
	Tag       lang.Tag // language of the page
	Locale    string   // "fr-CA"; the tag when empty
	Dir       string   // "ltr" when empty
	Title     []string // screen, module, course: most precise first
	Head      Head
	Assets    Assets
	Brand     Brand // the institution's look
	Course    Link  // name of the course and its first page
	Nav       []Link
	Languages []Language
	Settings  Settings
	Foot      Foot
	Layout    Layout
	Side      templ.Component // the thread beside the content; nil when none
	Crumbs    []Link          // where the page is; the last one is the page itself
	App       *string         // way to the root of the site, which can be installed and kept; nil where it cannot
	Known     *Known          // for the script that tells a session; nil where a server keeps what is done
}

// Known is what a session knows a page by: the passage that is its title, and its
// kind ("lesson", "check" …).
type Known struct{ Page, Kind string }

// HasPage says whether there is a title to know the page by.
func (k *Known) HasPage() bool { return k != nil && k.Page != "" }

func (k *Known) attributes() templ.Attributes {
	if k == nil {
		return nil
	}
	a := templ.Attributes{"data-kind": k.Kind}
	if k.HasPage() {
		a["data-page"] = k.Page
	}
	return a
}

// Layout is how wide the content is.
type Layout string

// The layouts: one column; a column with thread and margin; a broad page of
// lists; a full page for boards.
const (
	Column Layout = "column"
	Lesson Layout = "lesson"
	Broad  Layout = "broad"
	Full   Layout = "full"
	Desk   Layout = "desk" // work: the way around beside a broad page
)

func (s Shell) locale() string {
	if s.Locale != "" {
		return s.Locale
	}
	return string(s.Tag)
}

func (s Shell) dir() string {
	if s.Dir != "" {
		return s.Dir
	}
	return "ltr"
}

func (s Shell) title() string {
	parts := make([]string, 0, len(s.Title))
	for _, p := range s.Title {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " – ")
}

func (s Shell) layout() string {
	if s.Layout == "" {
		return "page column"
	}
	return "page " + string(s.Layout)
}

// htmlAttributes are the reader's choices, where the page knows them.
func (s Shell) htmlAttributes() templ.Attributes {
	a := templ.Attributes{}
	chosen := s.Settings.Chosen.Valid()
	if chosen.Theme != "" {
		a["data-theme"] = chosen.Theme
	}
	if chosen.Size != "" {
		a["data-size"] = chosen.Size
	}
	if s.App != nil {
		a["data-app"] = *s.App
	}
	return a
}

// others are the languages a reader can turn to.
func (s Shell) others() []Language {
	var list []Language
	for _, l := range s.Languages {
		if !l.Current && l.Href != "" {
			list = append(list, l)
		}
	}
	return list
}

func (h Head) ogType() string {
	if h.Type != "" {
		return h.Type
	}
	return "website"
}

// jsonLD is the structured data as a script element that runs nothing. JSON
// escapes <, > and &, so that no text can end the element.
func (h Head) jsonLD() (templ.Component, error) {
	data, err := json.Marshal(h.JSONLD)
	if err != nil {
		return nil, err
	}
	return templ.Raw(`<script type="application/ld+json">` + string(data) + `</script>`), nil
}

func (f Foot) helpTitle(t lang.Tag) string {
	if f.HelpTitle != "" {
		return f.HelpTitle
	}
	return say(t, "foot.help")
}
