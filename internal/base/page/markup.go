package page

import (
	"context"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
)

// attributes of a link besides its address.
func (l Link) attributes() templ.Attributes {
	a := templ.Attributes{}
	if l.Current {
		a["aria-current"] = "page"
	}
	if l.Lang != "" {
		a["lang"], a["hreflang"] = l.Lang, l.Lang
	}
	if l.Report {
		a["data-report"] = true
	}
	return a
}

// try draws a component that could fail to be made; the error surfaces when the
// page is rendered.
func try(c templ.Component, err error) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if err != nil {
			return err
		}
		return c.Render(ctx, w)
	})
}

// orAuto names the empty choice, which leaves the matter to the browser.
func orAuto(v string) string {
	if v == "" {
		return "auto"
	}
	return v
}

// openGraphLocale writes a locale as Open Graph does: fr_CA.
func openGraphLocale(locale string) string { return strings.ReplaceAll(locale, "-", "_") }

func (f Foot) made(t lang.Tag) string {
	var parts []string
	if f.Release != "" {
		parts = append(parts, say(t, "foot.release", lang.A{"version": f.Release}))
	}
	if f.Version != "" {
		parts = append(parts, say(t, "foot.version", lang.A{"version": f.Version}))
	}
	return strings.Join(parts, " · ")
}

func itoa(n int) string { return strconv.Itoa(n) }

// icons are drawn on a 24 by 24 grid with a 2 unit line, without fill unless said.
var icons = map[string]string{
	"empty":    `<circle cx="12" cy="12" r="8"/>`,
	"started":  `<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" stroke="none"/>`,
	"done":     `<circle cx="12" cy="12" r="10" fill="currentColor" stroke="none"/><path d="m7.5 12.4 3 3 6-6.4" class="on"/>`,
	"chosen":   `<circle cx="12" cy="12" r="8"/><circle cx="12" cy="12" r="4.5" fill="currentColor" stroke="none"/>`,
	"check":    `<path d="m5 12.5 5 5L19.5 7"/>`,
	"cross":    `<path d="M6 6l12 12M18 6 6 18"/>`,
	"wrong":    `<rect x="3" y="3" width="18" height="18" rx="3"/><path d="m8.5 8.5 7 7m0-7-7 7"/>`,
	"right":    `<circle cx="12" cy="12" r="9.5"/><path d="m7.5 12.4 3 3 6-6.4"/>`,
	"partly":   `<circle cx="12" cy="12" r="9.5"/><path d="M7.5 12h9"/>`,
	"info":     `<circle cx="12" cy="12" r="9.5"/><path d="M12 11v6M12 7v.01"/>`,
	"warn":     `<path d="M12 3.5 22 20.5H2zM12 10v5M12 17.8v.01"/>`,
	"example":  `<path d="M4 5h16v14H4zM8 9.5h8M8 14h5"/>`,
	"calendar": `<path d="M4 6h16v14H4zM4 10.5h16M8.5 3v4M15.5 3v4"/>`,
	"menu":     `<path d="M4 7h16M4 12h16M4 17h16"/>`,
	"letters":  `<path d="M2.5 18 8 5l5.5 13M4.4 13.5h7.2M21.5 18v-8M21.5 14a3 3.6 0 1 1-6 0 3 3.6 0 0 1 6 0z"/>`,
	"search":   `<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>`,
	"next":     `<path d="M4 12h15m-6-6 6 6-6 6"/>`,
	"back":     `<path d="M20 12H5m6-6-6 6 6 6"/>`,
	"up":       `<path d="M12 20V5M6 11l6-6 6 6"/>`,
	"down":     `<path d="M12 4v15m-6-6 6 6 6-6"/>`,
	"aim":      `<path d="m9 5 7 7-7 7"/>`,
	"writing":  `<path d="M4 20h16M5 15.5 15.5 5l3.5 3.5L8.5 19H5z"/>`,
}

// Icon draws a shape beside a text that says the same; it is hidden from
// assistive technology.
func Icon(name string) templ.Component {
	return templ.Raw(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">` + icons[name] + `</svg>`)
}

// put draws a component that may be absent.
func put(c templ.Component) templ.Component {
	if c == nil {
		return templ.NopComponent
	}
	return c
}

// idOf is the id attribute, when there is an id.
func idOf(id string) templ.Attributes { return attribute("id", id) }

// langOf is the lang attribute of a part in another language.
func langOf(locale string) templ.Attributes { return attribute("lang", locale) }

func attribute(name, value string) templ.Attributes {
	if value == "" {
		return nil
	}
	return templ.Attributes{name: value}
}

// labelledBy names a section by its heading, when it has one.
func labelledBy(id, title string) templ.Attributes {
	if id == "" || title == "" {
		return nil
	}
	return templ.Attributes{"aria-labelledby": id}
}

func dots(parts []string) string { return strings.Join(parts, " · ") }

func (c ChecklistPage) count(t lang.Tag) string {
	ticked, all := c.counts()
	return say(t, "checklist.count", lang.A{"n": ticked, "of": all})
}

// jsonOf writes a list of strings for the script.
func jsonOf(list []string) string {
	if list == nil {
		list = []string{}
	}
	data, _ := json.Marshal(list) // strings always marshal
	return string(data)
}
