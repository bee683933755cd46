package check

import (
	"strings"
)

// The glossary of the course (A6.10): one word a meaning; the forms it says to avoid are findings.
var glossaryAvoid = &Rule{
	ID: "glossary-avoid", Level: Warning,
	Title:  text("The course uses the words of its glossary", "Le cours emploie les mots de son glossaire"),
	Says:   text("“{phrase}” is a form the glossary avoids: “{words}”.", "« {phrase} » est une forme que le glossaire évite : « {words} »."),
	Why:    text("Two words for one thing make readers look for a difference that is not there.", "Deux mots pour une chose font chercher une différence qui n’existe pas."),
	Source: text("The course’s glossary.yaml", "Le glossary.yaml du cours"),
	Advice: text("Write “{instead}”.", "Écrivez « {instead} »."),
	course: func(p *pass) {
		lex := lexicon{}
		for _, term := range p.c.Glossary {
			for tag, forms := range term.Avoid {
				for _, form := range forms {
					lex.add(p.rule, entry{tag.Base(), form, term.Term.In(tag)})
				}
			}
		}
		p.eachPiece(func(pc *Piece) {
			if !strings.HasPrefix(string(pc.ID), "term.") {
				lex.match(p.scan, pc)
			}
		})
	},
}
