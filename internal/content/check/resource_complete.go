package check

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// A5.3: a resource says what it is good for in every language of the course, and which languages it exists in itself.
var resourceComplete = &Rule{
	ID: "resource-complete", Level: Warning,
	Title:  text("A resource says what it is, what it is good for, and where", "Une ressource dit ce qu’elle est, à quoi elle sert, et où elle est"),
	Says:   text("The resource “{name}” lacks this: {what}.", "Il manque ceci à la ressource « {name} » : {what}."),
	Why:    text("A bare link does not tell a busy reader whether to follow it.", "Un lien nu ne dit pas au lecteur pressé s’il doit le suivre."),
	Source: sourceFormat,
	Advice: text("Complete the entry in resources.yaml.", "Complétez l’entrée dans resources.yaml."),
	course: func(p *pass) {
		for _, r := range p.c.Resources {
			lack := func(missing bool, what lang.Text) {
				if missing {
					p.at(r.Place, course.ID("resource."+r.ID), "", A{"name": r.ID, "what": what})
				}
			}
			lack(len(r.Title.Tags()) == 0, text("title", "le titre"))
			lack(len(r.URL.Tags()) == 0, text("address", "l’adresse"))
			lack(r.Kind == "", text("kind", "le genre"))
			lack(r.Checked == "", text("date when it was checked", "la date de vérification"))
			for _, tag := range p.c.Tags() {
				lack(!r.GoodFor.Has(tag), text("what it is good for in “"+string(tag)+"”", "à quoi elle sert, en « "+string(tag)+" »"))
				lack(r.Title.Has(tag) != r.URL.Has(tag), text("title and address together in “"+string(tag)+"”", "le titre avec l’adresse, en « "+string(tag)+" »"))
			}
		}
	},
}
