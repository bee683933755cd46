package check

import (
	"strings"

	"atelier/internal/content/course"
)

// WCAG 2.2, 2.4.4 and 4.1.2: a link has a name.
var linkEmpty = &Rule{
	ID: "link-empty", Level: Error,
	Title:  text("A link has words and an address", "Un lien a des mots et une adresse"),
	Says:   text("This link lacks its {what}: [{words}]({target}).", "Il manque à ce lien {what} : [{words}]({target})."),
	Why:    text("A link without words has no name for a screen reader; one without an address leads nowhere.", "Un lien sans mots n’a pas de nom pour un lecteur d’écran; un lien sans adresse ne mène nulle part."),
	Source: wcag("2.4.4"),
	Advice: text("Write both, or remove the link.", "Écrivez les deux, ou retirez le lien."),
	block: func(p *pass, t *Text, b *course.Block) {
		eachInline(b, func(in course.Inline) {
			if in.Kind != course.Link {
				return
			}
			said := strings.TrimSpace(course.Plain(in.Children))
			args := A{"words": said, "target": in.Target}
			switch {
			case said == "":
				args["what"] = text("words", "ses mots")
			case in.Target == "":
				args["what"] = text("address", "son adresse")
			default:
				return
			}
			p.on(t, b, args)
		})
	},
}
