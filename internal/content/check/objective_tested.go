package check

import (
	"atelier/internal/content/course"
)

// DESIGN part 4: every objective says what tests it; one question may be guessed, so two.
var objectiveTested = &Rule{
	ID: "objective-tested", Level: Error,
	Title:  text("Every objective of a module is tested by two questions or more", "Chaque objectif d’un module est vérifié par au moins deux questions"),
	Says:   text("{count} questions of the knowledge check test the objective “{name}”.", "{count} questions de la vérification des connaissances portent sur l’objectif « {name} »."),
	Why:    text("One question can be guessed; none proves nothing.", "On peut deviner une question; aucune ne prouve rien."),
	Source: sourceFormat,
	Advice: text("Write questions with objective={name}.", "Rédigez des questions avec objective={name}."),
	module: func(p *pass, m *course.Module) {
		if m.Writing || m.Check == nil {
			return
		}
		n := map[string]int{}
		for _, t := range p.of[m.Check] {
			for _, q := range t.Questions {
				n[q.Objective]++
			}
			break
		}
		for _, o := range m.Objectives {
			if n[o.ID] < 2 {
				args := A{"count": n[o.ID], "name": o.ID}
				f := p.at(o.Place, course.ID("objective."+o.ID), "", args)
				f.Advice = fill(f.Advice, args)
			}
		}
	},
}
