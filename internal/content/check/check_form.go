package check

import (
	"strconv"

	"atelier/internal/content/course"
)

// Issue and DESIGN part 4: form A of a check is fixed and covers every objective of its module.
var checkForm = &Rule{
	ID: "check-form", Level: Warning,
	Title:  text("Form A has at least five questions and covers every objective", "La forme A compte au moins cinq questions et couvre chaque objectif"),
	Says:   text("Form A of this check {what}.", "La forme A de cette vérification {what}."),
	Why:    text("Everybody takes form A first; what it leaves out is never verified for most.", "Tout le monde commence par la forme A; ce qu’elle omet n’est, pour la plupart, jamais vérifié."),
	Source: sourceFormat,
	Advice: text("Mark questions with form=A.", "Marquez des questions par form=A."),
	doc: func(p *pass, t *Text) {
		if t.Page.Kind != course.Check || t.Page.Module == nil || t.Page.Module.Writing {
			return
		}
		n, covered := 0, map[string]bool{}
		for _, q := range t.Questions {
			if q.Form == "A" {
				n++
				covered[q.Objective] = true
			}
		}
		place := course.Place{File: t.File, Line: 1, Column: 1}
		if n < 5 {
			count := strconv.Itoa(n)
			p.at(place, "", t.Tag, A{"what": text("has "+count+" questions", "a "+count+" questions")})
		}
		for _, o := range t.Page.Module.Objectives {
			if !covered[o.ID] && n >= 5 {
				p.at(place, "", t.Tag, A{"what": text("leaves out the objective “"+o.ID+"”", "omet l’objectif « "+o.ID+" »")})
			}
		}
	},
}
