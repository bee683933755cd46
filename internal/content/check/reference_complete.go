package check

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// A5.3: a reference has title, author or publisher, year, address, languages and the date it was checked.
var referenceComplete = &Rule{
	ID: "reference-complete", Level: Warning,
	Title:  text("A reference has author, date, address and languages", "Une référence a un auteur, une date, une adresse et des langues"),
	Says:   text("The reference “{name}” has no {what}.", "La référence « {name} » n’a pas {what}."),
	Why:    text("Readers can not find the work, or do not know whether they will be able to read it.", "Le lecteur ne trouve pas l’ouvrage, ou ignore s’il pourra le lire."),
	Source: text("CSL fields; docs/format/course.md", "Champs de CSL; docs/format/course.md"),
	Advice: text("Complete the entry in references.yaml.", "Complétez l’entrée dans references.yaml."),
	course: func(p *pass) {
		for _, r := range p.c.References {
			for _, lack := range []struct {
				missing bool
				what    lang.Text
			}{
				{len(r.Title.Tags()) == 0, text("title", "de titre")},
				{len(r.Authors) == 0 && len(r.Publisher.Tags()) == 0 && len(r.Container.Tags()) == 0, text("author or publisher", "d’auteur ni d’éditeur")},
				{r.Issued == "" && !living[r.Type], text("date", "de date")},
				{len(r.URL.Tags()) == 0 && r.Type != "book", text("address", "d’adresse")},
				{len(r.Languages) == 0, text("languages", "de langues")},
				{len(r.URL.Tags()) > 0 && r.Checked == "", text("date when it was checked", "de date de vérification")},
			} {
				if lack.missing {
					p.at(r.Place, course.ID("reference."+r.ID), "", A{"name": r.ID, "what": lack.what})
				}
			}
		}
	},
}

// living works change without a date of their own; the day they were checked stands for it.
var living = setOf("webpage", "software", "dataset")
