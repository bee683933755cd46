package check

import (
	"atelier/internal/content/course"
)

// docs/format, "Inline": an address out of the course is listed in references.yaml or resources.yaml, which say what
// languages it has (A6.5) and when it was last seen.
var linkUnlisted = &Rule{
	ID: "link-unlisted", Level: Warning,
	Title:  text("A link out of the course is a listed reference or resource", "Un lien vers l’extérieur figure dans les références ou les ressources"),
	Says:   text("“{target}” is neither in references.yaml nor in resources.yaml.", "« {target} » n’est ni dans references.yaml ni dans resources.yaml."),
	Why:    text("The lists say in which languages the page exists and when it was last seen to work.", "Les listes disent en quelles langues la page existe et quand on a vérifié qu’elle répond."),
	Source: sourceFormat,
	Advice: text("List the address, with its languages and the date it was checked.", "Inscrivez l’adresse, avec ses langues et la date de vérification."),
	block: func(p *pass, t *Text, b *course.Block) {
		eachInline(b, func(in course.Inline) {
			if in.Kind == course.Link && isExternal(in.Target) && !p.index.listed[bareAddress(in.Target)] {
				p.on(t, b, A{"target": in.Target})
			}
		})
	},
}
