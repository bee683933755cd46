package check

import (
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// docs/format, module.yaml: the text of an objective starts with a verb (what the learner will be able to do).
var objectiveVerb = &Rule{
	ID: "objective-verb", Level: Warning, Only: bothWorded,
	Title:  text("An objective starts with a verb", "Un objectif commence par un verbe"),
	Says:   text("“{words}” does not start with a verb.", "« {words} » ne commence pas par un verbe à l’infinitif."),
	Why:    text("An objective says what one will be able to do, and that can be tested.", "Un objectif dit ce que l’on saura faire, et cela se vérifie."),
	Source: sourceFormat,
	Advice: text("Begin with what the learner does: explain, choose, compare …", "Commencez par ce que la personne fait : expliquer, choisir, comparer …"),
	course: func(p *pass) {
		p.eachObjective(func(o *course.Objective, tag lang.Tag, first string) {
			ok := !englishNoVerb(first)
			if tag.Base() == lang.French {
				ok = infinitive(first)
			} else if tag.Base() != lang.English {
				return
			}
			if !ok {
				p.at(o.Place, course.ID("objective."+o.ID), tag, A{"words": o.Text.In(tag)})
			}
		})
	},
}

// eachObjective visits the objectives of the course and its modules with the first word of each language.
func (p *pass) eachObjective(visit func(o *course.Objective, tag lang.Tag, first string)) {
	all := slices.Clone(p.c.Objectives)
	for _, m := range p.c.Modules {
		all = append(all, m.Objectives...)
	}
	for _, o := range all {
		for _, tag := range p.c.Tags() {
			ws := words(o.Text.In(tag), tag)
			if len(ws) > 1 && (ws[0].Lower == "se" || ws[0].Lower == "s’") {
				ws = ws[1:]
			}
			if len(ws) > 0 {
				visit(o, tag, ws[0].Lower)
			}
		}
	}
}

// englishNoVerb knows what an objective begins with when no verb comes first. English verbs are too many to list;
// these are the words and endings of what authors write instead.
func englishNoVerb(w string) bool {
	for _, end := range []string{"tion", "sion", "ness", "ity", "ing", "ism"} {
		if strings.HasSuffix(w, end) && len(w) > len(end)+2 {
			return !setOf("mention", "question", "position", "bring", "sing")[w]
		}
	}
	return setOf("a", "an", "the", "this", "these", "their", "our", "your", "its", "how", "what", "why", "when", "where", "who", "which",
		"to", "in", "on", "of", "for", "with", "about", "by", "from", "at", "and", "or", "you", "we", "they", "it", "people", "learners",
		"participants", "executives", "students", "readers", "knowledge", "awareness", "basics", "overview", "fundamentals", "principles",
		"skills", "ability", "better", "good", "more", "some", "all", "software", "benefits", "differences", "history")[w]
}

func infinitive(w string) bool {
	for _, end := range []string{"er", "ir", "re", "oir"} {
		if strings.HasSuffix(w, end) && len(w) > 3 {
			return !setOf("hiver", "mer", "cahier", "papier", "notre", "votre", "autre", "entre", "contre", "cadre", "titre", "livre", "pouvoir", "leur")[w]
		}
	}
	return false
}
