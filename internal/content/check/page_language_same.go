package check

import (
	"atelier/internal/content/course"
)

// A6.3: text of the page is in the language of the page; a passage that is letter for letter the same was not written.
var pageLanguageSame = &Rule{
	ID: "page-language-same", Level: Warning,
	Title:  text("A passage is not the same in two languages", "Un passage n’est pas identique en deux langues"),
	Says:   text("“{words}” is letter for letter the same in “{one}” and in “{other}”.", "« {words} » est identique, lettre pour lettre, en « {one} » et en « {other} »."),
	Why:    text("One of the two was most likely copied and never written.", "L’un des deux a sans doute été copié, et jamais écrit."),
	Source: sourceEqual,
	Advice: text("Write the passage in its own language, or mark it: [words]{lang=en}.", "Écrivez le passage dans sa langue, ou marquez-le : [mots]{lang=en}."),
	course: func(p *pass) {
		first := map[course.ID]*Piece{}
		p.eachPiece(func(pc *Piece) {
			if pc.ID == "" || pc.ID[0] == '/' || !pc.own() || len(pc.Words) < 5 || pc.Kind == pieceAlt {
				return
			}
			before := first[pc.ID]
			if before == nil {
				first[pc.ID] = pc
			} else if before.Tag != pc.Tag && before.Text == pc.Text {
				p.in(pc, 0, len(pc.Text), A{"one": before.Tag, "other": pc.Tag})
			}
		})
	},
}
