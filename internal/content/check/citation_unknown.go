package check

import (
	"atelier/internal/content/course"
)

// docs/format, "Inline": a citation names an entry of references.yaml.
var citationUnknown = &Rule{
	ID: "citation-unknown", Level: Error,
	Title:  text("A citation names a reference that exists", "Une citation nomme une référence qui existe"),
	Says:   text("No reference is called “{name}”.", "Aucune référence ne s’appelle « {name} »."),
	Why:    text("The reader is promised a source and finds none.", "On promet une source au lecteur et il n’en trouve pas."),
	Source: sourceFormat,
	Advice: text("Add it to references.yaml, or correct the name.", "Ajoutez-la à references.yaml, ou corrigez le nom."),
	course: func(p *pass) {
		check := func(place course.Place, id course.ID, names ...string) {
			for _, name := range names {
				if name != "" && p.index.references[name] == nil {
					p.at(place, id, "", A{"name": name})
				}
			}
		}
		for _, t := range p.texts {
			check(course.Place{File: t.File, Line: 1, Column: 1}, "", t.Page.Sources...)
			for _, b := range t.Leaves {
				eachInline(b, func(in course.Inline) {
					for _, c := range in.Cites {
						check(b.Place, b.ID, c.Reference)
					}
				})
			}
		}
		for _, k := range p.c.Concepts {
			check(k.Place, "", k.Sources...)
		}
		for _, g := range p.c.Glossary {
			check(g.Place, "", g.Sources...)
		}
		for _, m := range p.c.Media {
			check(mediumPlace(m), "", m.Source)
		}
	},
}
