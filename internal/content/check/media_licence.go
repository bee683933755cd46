package check

// Creative Commons practice (D7): each asset says who made it and under which licence.
var mediaLicence = &Rule{
	ID: "media-licence", Level: Error,
	Title:  text("A medium names its maker and its licence", "Un média nomme son auteur et sa licence"),
	Says:   text("“{target}” does not say its {what}.", "« {target} » ne donne pas {what}."),
	Why:    text("Without it nobody can tell whether they may reuse it, and the credits are wrong.", "Sans cela, personne ne sait s’il peut le réutiliser, et le générique est faux."),
	Source: sourceTASL,
	Advice: text("Add licence: and creator: to the medium’s .yaml.", "Ajoutez licence: et creator: au .yaml du média."),
	course: func(p *pass) {
		for _, m := range p.c.Media {
			if m.Licence == "" {
				p.at(mediumPlace(m), "", "", A{"target": m.Path, "what": text("licence", "sa licence")})
			}
			if m.Creator == "" {
				p.at(mediumPlace(m), "", "", A{"target": m.Path, "what": text("creator", "son auteur")})
			}
		}
	},
}
