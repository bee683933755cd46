package check

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// A6.4: a page has an address in its own language.
var slugMissing = &Rule{
	ID: "slug-missing", Level: Error,
	Title:  text("Every module and lesson has a slug in its language", "Chaque module et chaque leçon a un segment d’adresse dans sa langue"),
	Says:   text("“{page}” has no slug in “{language}”.", "« {page} » n’a pas de segment d’adresse en « {language} »."),
	Why:    text("Its address would be in the other language, or change with the name of the file.", "Son adresse serait dans l’autre langue, ou changerait avec le nom du fichier."),
	Source: sourceFormat,
	Advice: text("Write slug: in the front matter, or in module.yaml.", "Écrivez slug: dans l’en-tête, ou dans module.yaml."),
	course: func(p *pass) {
		p.eachSlug(func(place course.Place, tag lang.Tag, where, slug string, _ []string) {
			page := p.index.pages[where]
			if slug == "" && (page == nil || page.Kind == course.Lesson) {
				p.at(place, "", tag, A{"page": where, "language": tag})
			}
		})
	},
}
