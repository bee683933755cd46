package check

import (
	"time"

	"atelier/internal/content/course"
)

// ISO 8601: dates of the lists are YYYY, YYYY-MM or YYYY-MM-DD, and exist.
var dateForm = &Rule{
	ID: "date-form", Level: Error,
	Title:  text("A date in a list is written YYYY-MM-DD", "Une date dans une liste s’écrit AAAA-MM-JJ"),
	Says:   text("“{date}” of “{name}” is no date.", "« {date} », pour « {name} », n’est pas une date."),
	Why:    text("Programs sort and compare these dates.", "Les programmes trient et comparent ces dates."),
	Source: same("ISO 8601"),
	Advice: text("Write 2026, 2026-11 or 2026-11-23; “checked” needs the day.", "Écrivez 2026, 2026-11 ou 2026-11-23; « checked » exige le jour."),
	course: func(p *pass) {
		check := func(place course.Place, name, date string, layouts ...string) {
			for _, layout := range layouts {
				if _, err := time.Parse(layout, date); err == nil {
					return
				}
			}
			if date != "" {
				p.at(place, "", "", A{"name": name, "date": date})
			}
		}
		for _, r := range p.c.References {
			check(r.Place, r.ID, r.Issued, "2006", "2006-01", time.DateOnly)
			check(r.Place, r.ID, r.Checked, time.DateOnly)
		}
		for _, r := range p.c.Resources {
			check(r.Place, r.ID, r.Checked, time.DateOnly)
		}
	},
}
