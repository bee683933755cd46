package check

import (
	"time"

	"atelier/internal/content/course"
)

// A5.3 and A8: an address last seen more than a year ago may lead nowhere.
var checkedOld = &Rule{
	ID: "checked-old", Level: Warning,
	Title:  text("An address was checked within a year", "Une adresse a été vérifiée depuis moins d’un an"),
	Says:   text("“{name}” was last checked on {date}.", "« {name} » a été vérifiée pour la dernière fois le {date}."),
	Why:    text("Pages move; a course that sends to a lost page loses trust.", "Les pages déménagent; un cours qui renvoie à une page perdue perd la confiance."),
	Source: text("House rule of Atelier", "Règle de la maison Atelier"),
	Advice: text("Open the address and put today’s date in checked:.", "Ouvrez l’adresse et mettez la date du jour dans checked:."),
	course: func(p *pass) {
		old := func(place course.Place, name, checked string) {
			day, err := time.Parse(time.DateOnly, checked)
			if checked != "" && !p.now.IsZero() && err == nil && day.AddDate(1, 0, 0).Before(p.now) {
				p.at(place, "", "", A{"name": name, "date": checked})
			}
		}
		for _, r := range p.c.References {
			old(r.Place, r.ID, r.Checked)
		}
		for _, r := range p.c.Resources {
			old(r.Place, r.ID, r.Checked)
		}
	},
}
