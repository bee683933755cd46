package check

import (
	"atelier/internal/content/course"
)

// Equal status: what the institution writes exists in every language of the course, at the same time (A6.1, A6.3).
var pageLanguage = &Rule{
	ID: "page-language", Level: Error,
	Title:  text("A page exists in every language of the course", "Une page existe dans toutes les langues du cours"),
	Says:   text("“{page}” has no text in “{language}”.", "« {page} » n’a pas de texte en « {language} »."),
	Why:    text("Both languages are originals. A page that exists in one only makes some readers wait.", "Les deux langues sont des originaux. Une page qui n’existe que dans l’une fait attendre une partie des lecteurs."),
	Source: sourceEqual,
	Advice: text("Write {page}.{language}.md. A module that is not ready says “status: writing”.", "Écrivez {page}.{language}.md. Un module qui n’est pas prêt porte « status: writing »."),
	page: func(p *pass, page *course.Page) {
		place := course.Place{}
		for _, tag := range p.c.Tags() {
			if h := page.Head(tag); h != nil && place.File == "" {
				place = course.Place{File: h.File, Line: 1, Column: 1}
			}
		}
		if place.File == "" {
			return
		}
		for _, tag := range p.c.Tags() {
			if page.Head(tag) == nil {
				args := A{"page": page.Path, "language": tag}
				f := p.at(place, "", tag, args)
				f.Advice = fill(f.Advice, args)
			}
		}
	},
}
