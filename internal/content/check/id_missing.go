package check

import (
	"atelier/internal/content/course"
)

// Law 2: every passage has an id, born with it.
var idMissing = &Rule{
	ID: "id-missing", Level: Warning,
	Title:  text("Every passage has an id", "Chaque passage a un identifiant"),
	Says:   text("{count} passages of this page have no id, the first here.", "{count} passages de cette page n’ont pas d’identifiant, le premier ici."),
	Why:    text("Without it a comment, a learner’s progress and the pair in the other language have nothing to hold on to.", "Sans lui, un commentaire, la progression et le pendant dans l’autre langue n’ont rien à quoi se tenir."),
	Source: sourceFormat,
	Advice: text("Run “atelier fmt”.", "Lancez « atelier fmt »."),
	doc: func(p *pass, t *Text) {
		n := 0
		var first *course.Block
		for _, b := range t.Leaves {
			if b.ID != "" || !bearsID(b) {
				continue
			}
			if n++; first == nil {
				first = b
			}
		}
		if n > 0 {
			p.on(t, first, A{"count": n})
		}
	},
}

func bearsID(b *course.Block) bool {
	switch b.Kind {
	case course.Heading, course.Paragraph, course.Figure, course.Table, course.Code, course.Directive:
		return true
	}
	return false
}
