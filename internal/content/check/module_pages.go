package check

import (
	"atelier/internal/content/course"
)

// A5.2 and DESIGN part 4: a module that is ready has lessons, a knowledge check and a one-page summary.
var modulePages = &Rule{
	ID: "module-pages", Level: Warning,
	Title:  text("A module has lessons, a knowledge check and a summary", "Un module a des leçons, une vérification des connaissances et un résumé"),
	Says:   text("The module “{name}” has no {what}.", "Le module « {name} » n’a pas {what}."),
	Why:    text("Learners expect the same parts in every module.", "On s’attend à trouver les mêmes parties dans chaque module."),
	Source: sourceFormat,
	Advice: text("Add the page, or say “status: writing” in module.yaml.", "Ajoutez la page, ou mettez « status: writing » dans module.yaml."),
	module: func(p *pass, m *course.Module) {
		if m.Writing {
			return
		}
		if len(m.Lessons) == 0 {
			p.at(m.Place, "", "", A{"name": m.Key, "what": text("lesson", "de leçon")})
		}
		if m.Check == nil {
			p.at(m.Place, "", "", A{"name": m.Key, "what": text("knowledge check", "de vérification des connaissances")})
		}
		if m.Summary == nil {
			p.at(m.Place, "", "", A{"name": m.Key, "what": text("summary", "de résumé")})
		}
	},
}
