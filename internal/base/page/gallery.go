package page

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
)

// GalleryPage is one page of the gallery, whole.
type GalleryPage struct {
	Name string // last part of its address
	Page templ.Component
}

// Gallery shows every component in every state, on pages of the kinds that the
// site has. Its words are specimens, not facts. href gives the address of a
// gallery page by name and language.
func Gallery(t lang.Tag, assets Assets, href func(name string, t lang.Tag) string) []GalleryPage {
	g := gallery{t: t, assets: assets, href: href}
	pages := []GalleryPage{
		{"home", g.page("home", Broad, nil, nil, g.home())},
		{"module", g.page("module", Broad, g.crumbs("Module 1"), nil, g.module())},
		{"writing", g.page("writing", Broad, nil, nil, g.writing())},
		{"lesson", g.page("lesson", Lesson, g.crumbs("Module 1", g.lessonTitle()), g.thread(), g.lesson())},
		{"parts", g.page("parts", Column, nil, nil, g.parts())},
		{"questions", g.page("questions", Column, nil, nil, g.quiz(false))},
		{"answers", g.page("answers", Column, nil, nil, g.quiz(true))},
		{"keys", g.page("keys", Column, nil, nil, g.keys())},
		{"result", g.page("result", Column, nil, nil, g.result())},
		{"checklist", g.page("checklist", Column, nil, nil, g.checklist())},
		{"cases", g.page("cases", Broad, nil, nil, g.cases())},
		{"case", g.page("case", Column, g.crumbs(g.say("Cases", "Études de cas"), "Notification"), nil, g.caseStudy())},
		{"glossary", g.page("glossary", Column, nil, nil, g.glossary())},
		{"resources", g.page("resources", Broad, nil, nil, g.resources())},
		{"map", g.page("map", Broad, nil, nil, g.objectivesMap())},
		{"search", g.page("search", Column, nil, nil, g.search("licence"))},
		{"catalogue", g.page("catalogue", Column, nil, nil, g.searchCourses())},
		{"nothing", g.page("nothing", Column, nil, nil, g.search("xyzzy"))},
		{"summary", g.page("summary", Column, nil, nil, g.summary())},
		{"board", g.page("board", Full, nil, nil, g.board())},
		{"bars", g.page("bars", Full, nil, nil, g.bars())},
		{"error", g.page("error", Column, nil, nil, g.oops())},
		{"choose", g.choose()},
	}
	return pages
}

// gallery holds what its specimens need.
type gallery struct {
	t      lang.Tag
	assets Assets
	href   func(string, lang.Tag) string
}

// say is a specimen text in the gallery's language.
func (g gallery) say(en, fr string) string {
	return lang.Text{lang.English: en, lang.French: fr}.In(g.t)
}

// text is a specimen as a component; it may hold markup.
func (g gallery) text(en, fr string) templ.Component { return HTML(g.say(en, fr)) }

func (g gallery) locale() string { return string(g.t) + "-CA" }

// link leads to another gallery page.
func (g gallery) link(name, en, fr string) Link {
	return Link{Text: g.say(en, fr), Href: g.href(name, g.t)}
}

func (g gallery) crumbs(names ...string) []Link {
	links := []Link{g.link("home", "Home", "Accueil")}
	for _, n := range names {
		links = append(links, Link{Text: n, Href: g.href("module", g.t)})
	}
	return links
}

func (g gallery) languages(name string) []Language {
	var list []Language
	for _, l := range []struct {
		tag  lang.Tag
		name string
	}{{lang.English, "English"}, {lang.French, "Français"}} {
		list = append(list, Language{Tag: l.tag, Locale: string(l.tag) + "-CA", Name: l.name, Href: g.href(name, l.tag), Current: l.tag == g.t})
	}
	return list
}

func (g gallery) page(name string, layout Layout, crumbs []Link, side, body templ.Component) templ.Component {
	nav := []Link{
		g.link("home", "Modules", "Modules"), g.link("checklist", "Checklists", "Listes de contrôle"),
		g.link("cases", "Cases", "Études de cas"), g.link("glossary", "Glossary", "Glossaire"),
		g.link("resources", "Resources", "Ressources"), g.link("search", "Search", "Rechercher"),
	}
	for i := range nav {
		nav[i].Current = nav[i].Href == g.href(name, g.t)
	}
	return Page(Shell{
		Tag: g.t, Locale: g.locale(), Title: []string{name, g.say("Gallery", "Galerie"), "Atelier"},
		Head:      Head{Description: g.say("Every component of Atelier.", "Tous les composants d’Atelier."), Robots: "noindex"},
		Assets:    g.assets,
		Course:    g.link("home", "Open source software in government", "Les logiciels ouverts au gouvernement"),
		Nav:       nav,
		Languages: g.languages(name),
		Settings:  Settings{Action: "/settings", Back: g.href(name, g.t)},
		Layout:    layout, Side: side, Crumbs: crumbs,
		Foot: Foot{
			Licence: g.text(`Text: <a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>`, `Texte : <a href="https://creativecommons.org/licenses/by/4.0/deed.fr" rel="license">CC BY 4.0</a>`),
			Formats: []Link{{Text: "PDF", Href: "#"}, {Text: "EPUB", Href: "#"}, g.link("lesson", "Plain text", "Texte brut"), {Text: "SCORM", Href: "#"}},
			Help: []Link{
				g.link("error", "Request another format", "Demander un autre format"), g.link("error", "Report a problem", "Signaler un problème"),
				g.link("error", "Accessibility", "Accessibilité"), g.link("error", "Help", "Aide"),
			},
			Release: "1.0.0", Version: "0.2.0",
		},
	}, body)
}

// all draws components one after the other.
func all(list ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, c := range list {
			if err := put(c).Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

func (g gallery) choose() templ.Component {
	c := Choose{Locale: "en-CA", Title: []string{"Open source software in government", "Les logiciels ouverts au gouvernement"}, Assets: g.assets, Head: Head{Robots: "noindex"}}
	for _, l := range g.languages("home") {
		in := gallery{t: l.Tag}
		l.Current = false
		c.Languages = append(c.Languages, ChooseLanguage{
			Language: l,
			Title:    in.text("Open source software in government", "Les logiciels ouverts au gouvernement"),
			Lede:     in.text("Six modules for public-sector executives, at your pace.", "Six modules pour les cadres du secteur public, à votre rythme."),
			Go:       in.say("Read in English", "Lire en français"),
		})
	}
	return ChoosePage(c)
}
