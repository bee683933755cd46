package check

import (
	"strings"

	"atelier/internal/content/course"
)

// WCAG 2.2, 1.3.1 (failure F2): text that only looks like a heading is no heading to those who do not see it.
var headingBold = &Rule{
	ID: "heading-bold", Level: Warning,
	Title:  text("Bold text is not used as a heading", "Le gras ne sert pas de titre"),
	Says:   text("“{words}” is a paragraph all in bold: it looks like a heading and is none.", "« {words} » est un paragraphe tout en gras : on dirait un titre, et ce n’en est pas un."),
	Why:    text("Only real headings appear in the outline that screen readers offer.", "Seuls les vrais titres figurent dans le plan qu’offrent les lecteurs d’écran."),
	Source: wcag("1.3.1"),
	Advice: text("Make it a heading (## …), or keep the bold for a few words of a sentence.", "Faites-en un titre (## …), ou réservez le gras à quelques mots d’une phrase."),
	block: func(p *pass, t *Text, b *course.Block) {
		if b.Kind != course.Paragraph || len(b.Inlines) != 1 || b.Inlines[0].Kind != course.Strong {
			return
		}
		if parent := t.Parents[b]; parent != nil && parent.Kind != course.Directive {
			return
		}
		if s := course.Plain(b.Inlines); len(s) < 100 && !strings.HasSuffix(strings.TrimSpace(s), ".") {
			p.on(t, b, A{"words": s})
		}
	},
}
