package check

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// docs/format: the key of a question is the same in every language; so are its answers.
var questionPairing = &Rule{
	ID: "question-pairing", Level: Error,
	Title:  text("A question has the same answers and key in every language", "Une question a les mêmes réponses et la même clé dans chaque langue"),
	Says:   text("Question {id} differs between “{one}” and “{other}”: {what}.", "La question {id} diffère entre « {one} » et « {other} » : {what}."),
	Why:    text("Who switches language in the middle would be marked by another key.", "Qui change de langue en cours de route serait noté selon une autre clé."),
	Source: sourceEqual,
	Advice: text("Give both languages the same ids, in the same order, with the same boxes.", "Donnez aux deux langues les mêmes identifiants, dans le même ordre, avec les mêmes cases."),
	page: func(p *pass, page *course.Page) {
		first := map[course.ID]*course.Question{}
		tags := map[course.ID]lang.Tag{}
		for _, t := range p.of[page] {
			for _, q := range t.Questions {
				if q.ID == "" {
					continue
				}
				if one := first[q.ID]; one == nil {
					first[q.ID], tags[q.ID] = q, t.Tag
				} else if what := differs(one, q); what != nil {
					p.at(q.Place, q.ID, t.Tag, A{"id": q.ID, "one": tags[q.ID], "other": t.Tag, "what": what})
				}
			}
		}
	},
}

// differs says in which way two wordings of a question are not the same question; nil when they are.
func differs(a, b *course.Question) lang.Text {
	switch {
	case a.Kind != b.Kind:
		return text("the kind", "le genre")
	case a.Objective != b.Objective:
		return text("the objective", "l’objectif")
	case a.Form != b.Form:
		return text("the form", "la forme")
	case a.Tolerance != b.Tolerance:
		return text("the tolerance", "la tolérance")
	case a.Kind == course.FillIn:
		return nil // each language foresees its own answers
	case len(a.Choices) != len(b.Choices) || len(a.Pairs) != len(b.Pairs) || len(a.Steps) != len(b.Steps):
		return text("the number of answers", "le nombre de réponses")
	}
	for i, ch := range a.Choices {
		if what := choiceDiffers(ch, b.Choices[i]); what != nil {
			return what
		}
	}
	for i, pair := range a.Pairs {
		if pair.ID != b.Pairs[i].ID {
			return text("the ids of the answers", "les identifiants des réponses")
		}
	}
	for i, step := range a.Steps {
		other := b.Steps[i]
		if step.Name != other.Name || step.Outcome != other.Outcome || len(step.Choices) != len(other.Choices) {
			return text("the steps", "les étapes")
		}
		for k, ch := range step.Choices {
			if what := choiceDiffers(ch, other.Choices[k]); what != nil {
				return what
			}
		}
	}
	return nil
}

func choiceDiffers(a, b course.Choice) lang.Text {
	switch {
	case a.ID != b.ID:
		return text("the ids of the answers", "les identifiants des réponses")
	case a.Right != b.Right:
		return text("which answers are right", "les bonnes réponses")
	case a.Goto != b.Goto:
		return text("where an answer leads", "l’étape où mène une réponse")
	}
	return nil
}
