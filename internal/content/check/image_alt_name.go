package check

import (
	"path"
	"strings"
)

// WCAG 2.2, 1.1.1 (failure F30): a file name is no text alternative.
var imageAltName = &Rule{
	ID: "image-alt-name", Level: Warning,
	Title:  text("A text alternative is not a file name", "Un texte de remplacement n’est pas un nom de fichier"),
	Says:   text("“{words}” looks like the name of a file.", "« {words} » ressemble à un nom de fichier."),
	Why:    text("A file name read aloud tells nothing of the image.", "Lu à voix haute, un nom de fichier ne dit rien de l’image."),
	Source: wcag("1.1.1"),
	Advice: text("Say what the image tells.", "Dites ce que l’image apprend."),
	piece: func(p *pass, pc *Piece) {
		if pc.Kind != pieceAlt {
			return
		}
		switch strings.ToLower(path.Ext(pc.Text)) {
		case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".tif", ".bmp":
		default:
			if strings.Contains(pc.Text, " ") || !strings.ContainsAny(pc.Text, "-_") {
				return
			}
		}
		p.in(pc, 0, len(pc.Text), A{"words": pc.Text})
	},
}
