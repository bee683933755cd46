package check

import (
	"atelier/internal/content/course"
)

// WCAG 2.2, 1.3.1 (technique H51): each column has a header; only the corner over the row headers may be empty.
var tableHeader = &Rule{
	ID: "table-header", Level: Error,
	Title:  text("Every column of a table has a header", "Chaque colonne d’un tableau a un en-tête"),
	Says:   text("Column {column} of this table has no header.", "La colonne {column} de ce tableau n’a pas d’en-tête."),
	Why:    text("A screen reader says the header before each cell. Without it a figure is only a figure.", "Le lecteur d’écran dit l’en-tête avant chaque cellule. Sans lui, un chiffre n’est qu’un chiffre."),
	Source: wcag("1.3.1"),
	Advice: text("Name the column in the first row. Only the first cell of that row may be empty.", "Nommez la colonne dans la première rangée. Seule la première cellule peut y rester vide."),
	block: func(p *pass, t *Text, b *course.Block) {
		if b.Kind != course.Table || len(b.Rows) == 0 {
			return
		}
		for i, cell := range b.Rows[0].Cells {
			if i > 0 && len(cell) == 0 {
				p.on(t, b, A{"column": i + 1})
			}
		}
	},
}
