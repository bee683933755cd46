package check

import (
	"strings"

	"atelier/internal/content/course"
)

// Creative Commons practice (D7): the course says its licence and how to credit it, in every language.
var courseLicence = &Rule{
	ID: "course-licence", Level: Error,
	Title:  text("The course says its licence and how to credit it", "Le cours dit sa licence et comment le citer"),
	Says:   text("course.yaml has no {what}.", "course.yaml n’a pas {what}."),
	Why:    text("Without a licence nobody may reuse it; without an attribution nobody knows whom to credit.", "Sans licence, personne ne peut le réutiliser; sans attribution, personne ne sait qui citer."),
	Source: sourceTASL,
	Advice: text("Write licence: CC-BY-4.0 (an SPDX identifier) and attribution: in every language.", "Écrivez licence: CC-BY-4.0 (un identifiant SPDX) et attribution: dans chaque langue."),
	course: func(p *pass) {
		place := course.Place{File: "course.yaml", Line: 1, Column: 1}
		if l := p.c.Licence; l == "" || strings.ContainsAny(l, " /:") && !strings.Contains(l, " OR ") && !strings.Contains(l, " AND ") {
			p.at(place, "", "", A{"what": text("SPDX licence", "de licence SPDX")})
		}
		for _, tag := range p.c.Tags() {
			if !p.c.Attribution.Has(tag) {
				p.at(place, "course/attribution", tag, A{"what": text("attribution in “"+string(tag)+"”", "d’attribution en « "+string(tag)+" »")})
			}
		}
	},
}
