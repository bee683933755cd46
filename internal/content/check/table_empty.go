package check

import (
	"atelier/internal/content/course"
)

// A table that has only a header row, or one column, holds no relation between cells.
var tableEmpty = &Rule{
	ID: "table-empty", Level: Warning,
	Title:  text("A table has rows and at least two columns", "Un tableau a des rangées et au moins deux colonnes"),
	Says:   text("This table has {rows} rows under its header and {columns} columns.", "Ce tableau a {rows} rangées sous son en-tête et {columns} colonnes."),
	Why:    text("A table is for relations between rows and columns. Anything less is a list or a paragraph.", "Un tableau sert à croiser des rangées et des colonnes. À défaut, c’est une liste ou un paragraphe."),
	Source: wcag("1.3.1"),
	Advice: text("Write a list instead, or fill the table.", "Écrivez plutôt une liste, ou remplissez le tableau."),
	block: func(p *pass, t *Text, b *course.Block) {
		if b.Kind != course.Table || len(b.Rows) == 0 {
			return
		}
		if rows, columns := len(b.Rows)-1, len(b.Rows[0].Cells); rows == 0 || columns < 2 {
			p.on(t, b, A{"rows": rows, "columns": columns})
		}
	},
}
