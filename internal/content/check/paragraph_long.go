package check

import (
	"atelier/internal/base/lang"
)

// Canada.ca Content Style Guide (A7.3): short paragraphs. A signal.
var paragraphLong = &Rule{
	ID: "paragraph-long", Level: Note,
	Title:  text("A paragraph says one thing", "Un paragraphe dit une chose"),
	Says:   text("A paragraph of {count} words: “{words}”.", "Un paragraphe de {count} mots : « {words} »."),
	Why:    text("On a phone more than 110 English or 130 French words are a wall without a door.", "Sur un téléphone, plus de 110 mots anglais ou de 130 mots français sont un mur sans porte."),
	Source: sourceCanada,
	Advice: text("Divide it where the thought turns.", "Divisez-le là où la pensée tourne."),
	Only:   bothWorded,
	piece: func(p *pass, pc *Piece) {
		most := 110
		if pc.Tag.Base() == lang.French {
			most = 130
		}
		if n := spoken(pc.Words); pc.prose() && n > most {
			p.in(pc, 0, min(60, len(pc.Text)), A{"count": n})
		}
	},
}
