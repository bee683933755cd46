package check

import (
	"strings"

	"atelier/internal/content/course"
)

// One spelling belongs to one term; otherwise the page can not tell which definition to show.
var glossaryDouble = &Rule{
	ID: "glossary-double", Level: Error,
	Title:  text("A spelling belongs to one glossary term", "Une graphie appartient à un seul terme du glossaire"),
	Says:   text("“{form}” belongs to “{one}” and to “{other}”.", "« {form} » appartient à « {one} » et à « {other} »."),
	Why:    text("Where it is met in the text, the page can not tell which definition to show.", "Là où on la rencontre, la page ne sait quelle définition montrer."),
	Source: sourceFormat,
	Advice: text("Keep the spelling with one of the two.", "Laissez la graphie à l’un des deux."),
	course: func(p *pass) {
		for _, tag := range p.c.Tags() {
			owner := map[string]string{}
			for _, t := range p.c.Glossary {
				for _, form := range append([]string{t.Term.In(tag)}, t.Forms[tag]...) {
					key := strings.ToLower(form)
					if one := owner[key]; key != "" && one != "" && one != t.ID {
						p.at(t.Place, course.ID("term."+t.ID), tag, A{"form": form, "one": one, "other": t.ID})
					}
					owner[key] = t.ID
				}
			}
		}
	},
}
