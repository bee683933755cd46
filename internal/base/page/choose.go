package page

import "github.com/a-h/templ"

// Choose is the page at the root of a site: the course in each of its languages,
// side by side, for a reader whose language is not known.
type Choose struct {
	Locale    string // of the html element: the first language's
	Title     []string
	Head      Head
	Assets    Assets
	Brand     Brand
	Languages []ChooseLanguage
}

// ChooseLanguage is the course in one language. Every string is in that language.
type ChooseLanguage struct {
	Language
	Title templ.Component
	Lede  templ.Component
	Go    string // “Read in English”
}

func (c Choose) shell() Shell {
	return Shell{Locale: c.Locale, Title: c.Title, Head: c.Head, Assets: c.Assets}
}
