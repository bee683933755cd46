package check

import (
	"unicode/utf8"
)

// WCAG 2.2, 1.1.1 (A2.1): an alternative is short; what needs more goes into a description.
var imageAltLong = &Rule{
	ID: "image-alt-long", Level: Warning,
	Title:  text("A text alternative holds in 250 characters", "Un texte de remplacement tient en 250 caractères"),
	Says:   text("This text alternative has {count} characters: “{words}”.", "Ce texte de remplacement compte {count} caractères : « {words} »."),
	Why:    text("It is read in one breath, and one can not stop in it or go back.", "Il se lit d’un trait; on ne peut ni s’y arrêter ni revenir en arrière."),
	Source: wcag("1.1.1"),
	Advice: text("Say the gist here, and the rest in ::: description.", "Dites l’essentiel ici, et le reste dans ::: description."),
	piece: func(p *pass, pc *Piece) {
		if n := utf8.RuneCountInString(pc.Text); pc.Kind == pieceAlt && n > 250 {
			p.in(pc, 0, 60, A{"count": n})
		}
	},
}
