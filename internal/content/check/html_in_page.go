package check

import (
	"strings"

	"atelier/internal/content/course"
)

// docs/format/course.md, "Markdown": no HTML but comments; not every edition can draw it.
var htmlInPage = &Rule{
	ID: "html-in-page", Level: Error,
	Title:  text("A page holds no HTML", "Une page ne contient pas de HTML"),
	Says:   text("“{words}” is HTML.", "« {words} » est du HTML."),
	Why:    text("Text, PDF and EPUB editions can not draw it, and it carries no id.", "Les éditions texte, PDF et EPUB ne peuvent pas le dessiner, et il ne porte pas d’identifiant."),
	Source: sourceFormat,
	Advice: text("Say the same in Markdown or with a directive.", "Dites la même chose en Markdown ou avec une directive."),
	block: func(p *pass, t *Text, b *course.Block) {
		if b.Kind == course.HTML && !isComment(b.Text) {
			p.on(t, b, A{"words": firstLine(b.Text)})
		}
		eachInline(b, func(in course.Inline) {
			if in.Kind == course.RawHTML && !isComment(in.Text) {
				p.on(t, b, A{"words": firstLine(in.Text)})
			}
		})
	},
}

func isComment(s string) bool { return strings.HasPrefix(strings.TrimSpace(s), "<!--") }

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return quote(s, 0, min(len(s), 60))
}
