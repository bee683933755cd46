package check

// A wording without a place in the drawing is work nobody sees, and often a misspelt name.
var svgWordsUnused = &Rule{
	ID: "svg-words-unused", Level: Warning,
	Title:  text("Every wording of a diagram has its place in it", "Chaque mot d’un schéma y a sa place"),
	Says:   text("The drawing {target} has no place for “{name}”.", "Le dessin {target} n’a pas de place pour « {name} »."),
	Why:    text("The words are translated and kept in parity, and nobody sees them.", "Ces mots sont traduits et tenus en parité, et personne ne les voit."),
	Source: sourceFormat,
	Advice: text("Put {name} into a <text> of the drawing, or remove the wording.", "Mettez {nom} dans un <text> du dessin, ou retirez les mots."),
	course: func(p *pass) {
		for _, m := range p.c.Media {
			if len(m.SVG) == 0 {
				continue
			}
			used := map[string]bool{}
			for _, w := range readDrawing(m.SVG).words {
				if name, ok := placeholder(w.text); ok {
					used[name] = true
				}
			}
			for name := range m.Text {
				if !used[name] && name != "title" && name != "desc" {
					p.at(mediumPlace(m), "", "", A{"target": m.Path, "name": name})
				}
			}
		}
	},
}
