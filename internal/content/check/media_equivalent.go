package check

import (
	"atelier/internal/content/course"
)

// WCAG 2.2, 1.2.1, 1.2.3 and 1.1.1 (A4.2): sound and video have a transcript that also says what is seen; a diagram has a
// description on the page.
var mediaEquivalent = &Rule{
	ID: "media-equivalent", Level: Error,
	Title:  text("A medium has a text equivalent on the page", "Un média a un équivalent textuel sur la page"),
	Says:   text("“{target}” has no ::: {wanted} in “{language}”.", "« {target} » n’a pas de ::: {wanted} en « {language} »."),
	Why:    text("Who does not see or hear it, and who has little bandwidth, reads it instead.", "Qui ne peut ni le voir ni l’entendre, ou n’a que peu de débit, le lit à la place."),
	Source: text("WCAG 2.2, success criteria 1.1.1, 1.2.1 and 1.2.3", "WCAG 2.2, critères de succès 1.1.1, 1.2.1 et 1.2.3"),
	Advice: text("Inside the directive, write ::: {wanted} with all that the medium tells.", "Dans la directive, écrivez ::: {wanted} avec tout ce que le média apprend."),
	block: func(p *pass, t *Text, b *course.Block) {
		if b.Kind != course.Directive || b.Name != "media" || decorative(b) {
			return
		}
		wanted := "description"
		if mediaKind(b.Attrs["src"]) != "image" {
			wanted = "transcript"
		}
		for _, child := range b.Children {
			if child.Kind == course.Directive && child.Name == wanted && hasWords(child.Children) {
				return
			}
		}
		args := A{"target": b.Attrs["src"], "wanted": wanted, "language": t.Tag}
		f := p.on(t, b, args)
		f.Advice = fill(f.Advice, args)
	},
}

func hasWords(blocks []*course.Block) bool {
	found := false
	course.Walk(blocks, func(b *course.Block) bool {
		found = found || course.Plain(b.Inlines) != "" || len(b.Rows) > 0
		return !found
	})
	return found
}
