package check

import (
	"strings"
)

// Canadian English typography: the apostrophe is curved in print.
var enApostrophe = &Rule{
	ID: "en-apostrophe", Level: Warning, Repairs: true, Only: onlyEnglish,
	Title:  text("The English apostrophe is curved", "L’apostrophe de l’anglais est courbe"),
	Says:   text("A straight apostrophe: “{words}”.", "Une apostrophe droite : « {words} »."),
	Why:    text("One sign for one thing: search, glossary and comparison see the same word.", "Un signe pour une chose : la recherche, le glossaire et la comparaison voient le même mot."),
	Source: sourceCanada,
	Advice: text("Write ’ (U+2019); “atelier check --fix” does it.", "Écrivez ’ (U+2019); « atelier check --fix » le fait."),
	piece: func(p *pass, pc *Piece) {
		p.straightApostrophes(pc)
		s := pc.Text
		for i := 1; i < len(s); i++ {
			plural := s[i] == '\'' && s[i-1] == 's' && (i+1 == len(s) || s[i+1] == ' ')
			if plural && strings.Count(s, " '") == 0 && !strings.HasPrefix(s, "'") {
				p.repair(pc, i, i+1, "’", nil)
			}
		}
	},
}
