package check

import (
	"strings"
)

// OQLF: œ is one letter in œuvre, cœur, nœud, œil, sœur, bœuf, vœu, mœurs.
var frLigature = &Rule{
	ID: "fr-ligature", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("French writes œ as one letter", "Le français écrit œ en une lettre"),
	Says:   text("“{word}” is written with œ: “{words}”.", "« {word} » s’écrit avec œ : « {words} »."),
	Why:    text("It is the spelling of the word; search and voices expect it.", "C’est l’orthographe du mot; la recherche et les voix l’attendent."),
	Source: sourceOQLF,
	Advice: text("Write œ.", "Écrivez œ."),
	piece: func(p *pass, pc *Piece) {
		for _, w := range pc.Words {
			for _, stem := range []string{"oeuvre", "coeur", "noeud", "oeil", "soeur", "boeuf", "voeu", "moeurs"} {
				i := strings.Index(w.Lower, stem)
				if i < 0 || w.End-w.Start != len(w.Lower) {
					continue
				}
				at := w.Start + i + strings.Index(stem, "oe")
				ligature := "œ"
				if pc.Text[at] == 'O' {
					ligature = "Œ"
				}
				p.repair(pc, at, at+2, ligature, A{"word": pc.Text[w.Start:w.End]})
				break
			}
		}
	},
}
