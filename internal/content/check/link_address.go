package check

import (
	"strings"
	"unicode"
)

// WCAG 2.2, 2.4.4: an address as the words of a link is read out sign by sign.
var linkAddress = &Rule{
	ID: "link-address", Level: Warning,
	Title:  text("The words of a link are not an address", "Les mots d’un lien ne sont pas une adresse"),
	Says:   text("“{words}” is a bare address.", "« {words} » est une adresse nue."),
	Why:    text("It is read aloud sign by sign and tells nothing of the page.", "On la lit signe par signe, et elle ne dit rien de la page."),
	Source: wcag("2.4.4"),
	Advice: text("Write the name of the page: [name](address). Print editions add the address themselves.", "Écrivez le nom de la page : [nom](adresse). Les éditions imprimées ajoutent l’adresse."),
	piece: func(p *pass, pc *Piece) {
		if pc.Kind == pieceYAML || !pc.own() {
			return
		}
		for _, scheme := range []string{"https://", "http://", "www."} {
			i := strings.Index(pc.Text, scheme)
			if i < 0 || i > 0 && (isDigit(pc.Text[i-1]) || unicode.IsLetter(rune(pc.Text[i-1]))) {
				continue
			}
			end := i
			for end < len(pc.Text) && pc.Text[end] != ' ' {
				end++
			}
			p.in(pc, i, end, A{"words": pc.Text[i:end]})
			return
		}
	},
}
