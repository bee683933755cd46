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
			ok := englishVerbs[first]
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

func infinitive(w string) bool {
	for _, end := range []string{"er", "ir", "re", "oir"} {
		if strings.HasSuffix(w, end) && len(w) > 3 {
			return !setOf("hiver", "mer", "cahier", "papier", "notre", "votre", "autre", "entre", "contre", "cadre", "titre", "livre", "pouvoir", "leur")[w]
		}
	}
	return false
}

var englishVerbs = setOf(strings.Fields(`adapt address analyse become analyze anticipate apply appraise argue arrange ask assemble assess assign avoid balance
	begin build calculate carry categorize chart check choose cite clarify classify coach collaborate collect combine commit compare complete compose
	conduct connect construct consult contrast contribute convince coordinate count create critique debate decide defend define delegate
	demonstrate describe design detect determine develop diagnose differentiate direct discuss distinguish document draft draw edit employ
	encourage engage ensure establish estimate evaluate examine execute explain explore express find follow formulate fund give govern guide handle
	help identify illustrate implement improve include inform integrate interpret introduce invite involve judge justify keep know label launch lead learn list
	locate maintain make manage map match measure mobilize modify monitor name negotiate observe obtain operate organize outline
	participate perform place plan point practise predict prepare present prioritize procure produce promote propose protect prove provide publish
	put question quote rank rate read recall recognize recommend reduce reflect relate release report request resolve respond
	retain reuse review revise run secure see select separate set share show sketch solve sort specify start state structure suggest
	summarize support sustain take tell test trace track translate understand update use validate value verify weigh work write appreciate master acquire recognise organise prioritise summarise situate position frame steer
	gather strengthen foster adopt spot budget calculate deliver assure steward nurture fit pool scope size turn bring commission account`)...)
