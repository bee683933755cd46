package check

import (
	"strings"

	"atelier/internal/base/lang"
)

// WCAG 2.2, 1.1.1: an image is announced as an image; saying so again is noise.
var imageAltPrefix = &Rule{
	ID: "image-alt-prefix", Level: Warning,
	Title:  text("A text alternative does not say that it is an image", "Un texte de remplacement ne dit pas qu’il est une image"),
	Says:   text("This text alternative begins with “{prefix}”: “{words}”.", "Ce texte de remplacement commence par « {prefix} » : « {words} »."),
	Why:    text("The screen reader has just said that it is an image.", "Le lecteur d’écran vient de dire que c’est une image."),
	Source: wcag("1.1.1"),
	Advice: text("Begin with what the image tells.", "Commencez par ce que l’image apprend."),
	Only:   bothWorded,
	piece: func(p *pass, pc *Piece) {
		if pc.Kind != pieceAlt {
			return
		}
		for _, prefix := range altPrefixes[pc.Tag.Base()] {
			if strings.HasPrefix(lower(pc.Text), prefix) {
				p.in(pc, 0, len(prefix), A{"prefix": pc.Text[:len(prefix)]})
				return
			}
		}
	},
}

var altPrefixes = map[lang.Tag][]string{
	lang.English: {"image of ", "picture of ", "photo of ", "an image of ", "a picture of ", "graphic of "},
	lang.French:  {"image de ", "image d’", "photo de ", "photo d’", "une image de ", "illustration de ", "image représentant "},
}
