package check

import (
	"atelier/internal/content/course"
)

// A term without its definition in a language is a promise not kept to its readers (A6.1).
var glossaryDefinition = &Rule{
	ID: "glossary-definition", Level: Error,
	Title:  text("A glossary term is worded and defined in every language", "Un terme du glossaire est nommé et défini dans chaque langue"),
	Says:   text("The term “{name}” has no {what} in “{language}”.", "Le terme « {name} » n’a pas {what} en « {language} »."),
	Why:    text("The page would show a term that can not be looked up.", "La page montrerait un terme que l’on ne peut pas consulter."),
	Source: sourceEqual,
	Advice: text("Write it in glossary.yaml.", "Écrivez-le dans glossary.yaml."),
	course: func(p *pass) {
		for _, t := range p.c.Glossary {
			for _, tag := range p.c.Tags() {
				if !t.Term.Has(tag) {
					p.at(t.Place, course.ID("term."+t.ID), tag, A{"name": t.ID, "what": text("word", "de nom"), "language": tag})
				}
				if !t.Definition.Has(tag) {
					p.at(t.Place, course.ID("term."+t.ID+"/definition"), tag, A{"name": t.ID, "what": text("definition", "de définition"), "language": tag})
				}
			}
		}
	},
}
