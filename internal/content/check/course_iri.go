package check

import (
	"atelier/internal/content/course"
	"atelier/internal/standard/cmi5"
)

// The id is the identity of the course in every record and package; cmi5 and xAPI take an IRI only, and a package for
// cmi5 cannot be built without.
var courseIRI = &Rule{
	ID: "course-iri", Level: Error,
	Title:  text("The id of the course is a whole IRI", "L’identifiant du cours est un IRI complet"),
	Says:   text("The id “{id}” is no whole IRI.", "L’identifiant « {id} » n’est pas un IRI complet."),
	Why:    text("Records of learning and packages know the course by its id, and take an IRI only.", "Les dossiers d’apprentissage et les paquets connaissent le cours par son identifiant, et n’acceptent qu’un IRI."),
	Source: text("cmi5, 3.0 (requirement 3.0.0.0-1); RFC 3987, 2.2", "cmi5, 3.0 (exigence 3.0.0.0-1); RFC 3987, 2.2"),
	Advice: text("Write an address that is yours, such as https://example.ca/courses/name, or urn:uuid: and a UUID; then leave it as it is for ever.", "Écrivez une adresse qui vous appartient, comme https://example.ca/cours/nom, ou urn:uuid: suivi d’un UUID; n’y touchez plus ensuite."),
	course: func(p *pass) {
		if id := p.c.IRI; id != "" && !cmi5.IsIRI(id) {
			p.at(course.Place{File: "course.yaml", Line: 1, Column: 1}, "", "", A{"id": id})
		}
	},
}
