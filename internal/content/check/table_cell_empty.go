package check

import (
	"atelier/internal/content/course"
)

// WCAG 2.2, 1.3.1: an empty cell leaves open whether there is nothing or nobody knows.
var tableCellEmpty = &Rule{
	ID: "table-cell-empty", Level: Note,
	Title:  text("No cell of a table is empty", "Aucune cellule d’un tableau n’est vide"),
	Says:   text("Row {row}, column {column} of this table is empty.", "La rangée {row}, colonne {column} de ce tableau est vide."),
	Why:    text("An empty cell leaves open whether there is nothing or nobody knows.", "Une cellule vide laisse entendre qu’il n’y a rien, ou que personne ne sait."),
	Source: wcag("1.3.1"),
	Advice: text("Write “none”, “not known” or “–”.", "Écrivez « aucun », « inconnu » ou « – »."),
	block: func(p *pass, t *Text, b *course.Block) {
		for r, row := range b.Rows {
			for c, cell := range row.Cells {
				if r > 0 && len(cell) == 0 {
					p.on(t, b, A{"row": r, "column": c + 1})
				}
			}
		}
	},
}
