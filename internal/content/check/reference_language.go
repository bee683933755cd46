package check

import (
	"atelier/internal/content/course"
)

// A6.5: a link to a page in one language says so; hence a work that exists in a language has its title and address in it.
var referenceLanguage = &Rule{
	ID: "reference-language", Level: Warning,
	Title:  text("A work has its title and address in each language it exists in", "Un ouvrage a son titre et son adresse dans chaque langue où il existe"),
	Says:   text("“{name}” exists in “{language}” and has no {what} in it.", "« {name} » existe en « {language} » et n’y a pas {what}."),
	Why:    text("Readers would be sent to the other language although theirs exists.", "Le lecteur serait envoyé vers l’autre langue alors que la sienne existe."),
	Source: sourceEqual,
	Advice: text("Add title and URL in this language, or correct language:.", "Ajoutez le titre et l’adresse dans cette langue, ou corrigez language:."),
	course: func(p *pass) {
		for _, r := range p.c.References {
			for _, tag := range r.Languages {
				if _, ours := p.c.Language(tag); !ours {
					continue
				}
				args := A{"name": r.ID, "language": tag}
				switch {
				case !r.Title.Has(tag):
					args["what"] = text("title", "de titre")
				case len(r.URL.Tags()) > 0 && !r.URL.Has(tag):
					args["what"] = text("address", "d’adresse")
				default:
					continue
				}
				p.at(r.Place, course.ID("reference."+r.ID), tag, args)
			}
		}
	},
}
