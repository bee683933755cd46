package check

import (
	"strings"

	"atelier/internal/content/course"
)

// WCAG 2.2, 1.3.1 (technique H39) and docs/format: a table needs a caption.
var tableCaption = &Rule{
	ID: "table-caption", Level: Error,
	Title:  text("A table has a caption", "Un tableau a une légende"),
	Says:   text("The table that begins with “{words}” has no caption.", "Le tableau qui commence par « {words} » n’a pas de légende."),
	Why:    text("The caption says whether the table is worth entering; it is how a table is found in a list of tables.", "La légende dit si le tableau vaut la peine d’y entrer; c’est par elle qu’on le trouve dans une liste."),
	Source: wcag("1.3.1"),
	Advice: text("After the table, leave a line blank and write “: The caption”.", "Après le tableau, laissez une ligne vide et écrivez « : La légende »."),
	block: func(p *pass, t *Text, b *course.Block) {
		if b.Kind == course.Table && strings.TrimSpace(course.Plain(b.Caption)) == "" {
			p.on(t, b, A{"words": tableStart(b)})
		}
	},
}

func tableStart(b *course.Block) string {
	for _, row := range b.Rows {
		for _, cell := range row.Cells {
			if s := strings.TrimSpace(course.Plain(cell)); s != "" {
				return quote(s, 0, min(len(s), 40))
			}
		}
	}
	return "…"
}
