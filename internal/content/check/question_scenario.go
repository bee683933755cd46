package check

import (
	"atelier/internal/content/course"
)

// docs/format: every step of a scenario can be reached, every answer leads to a step, and a step without answers says how it ends.
var questionScenario = &Rule{
	ID: "question-scenario", Level: Error,
	Title:  text("A scenario can be walked from its start to an end", "Un scénario se parcourt de son début à une fin"),
	Says:   text("Step “{name}”: {what}.", "Étape « {name} » : {what}."),
	Why:    text("The learner would be stuck, or part of the work would never be seen.", "On resterait bloqué, ou une partie du travail ne serait jamais vue."),
	Source: sourceFormat,
	Advice: text("Correct the names in the boxes; give ends outcome=good, fair or poor.", "Corrigez les noms dans les cases; donnez aux fins outcome=good, fair ou poor."),
	question: func(p *pass, t *Text, q *course.Question) {
		if q.Kind != course.Scenario {
			return
		}
		say := func(step course.Step, en, fr string) {
			p.at(q.Place, step.ID, t.Tag, A{"name": step.Name, "what": text(en, fr)})
		}
		if len(q.Steps) == 0 {
			say(course.Step{Name: "…", ID: q.ID}, "there is no step", "il n’y a aucune étape")
			return
		}
		steps := map[string]course.Step{}
		for _, s := range q.Steps {
			steps[s.Name] = s
		}
		reached := reach(q.Steps[0], steps)
		ended := false
		for _, s := range q.Steps {
			switch {
			case !reached[s.Name]:
				say(s, "nothing leads to it", "rien n’y mène")
			case len(s.Choices) == 0 && !setOf("good", "fair", "poor")[s.Outcome]:
				say(s, "it ends the scenario and has no outcome", "elle termine le scénario et n’a pas d’issue")
			}
			ended = ended || reached[s.Name] && len(s.Choices) == 0
			for _, ch := range s.Choices {
				if _, ok := steps[ch.Goto]; !ok {
					say(s, "an answer leads to “"+ch.Goto+"”, which does not exist", "une réponse mène à « "+ch.Goto+" », qui n’existe pas")
				}
			}
		}
		if !ended {
			say(q.Steps[0], "no end can be reached from it", "aucune fin n’est accessible à partir d’elle")
		}
	},
}

func reach(start course.Step, steps map[string]course.Step) map[string]bool {
	seen := map[string]bool{start.Name: true}
	todo := []course.Step{start}
	for len(todo) > 0 {
		s := todo[0]
		todo = todo[1:]
		for _, ch := range s.Choices {
			if next, ok := steps[ch.Goto]; ok && !seen[ch.Goto] {
				seen[ch.Goto] = true
				todo = append(todo, next)
			}
		}
	}
	return seen
}
