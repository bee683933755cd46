package check

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Characters nobody sees: zero-width spaces, soft hyphens, byte-order and direction marks.
var invisible = &Rule{
	ID: "invisible", Level: Warning, Repairs: true,
	Title:  text("No invisible character hides in the text", "Aucun caractère invisible ne se cache dans le texte"),
	Says:   text("An invisible character ({code}) stands in “{words}”.", "Un caractère invisible ({code}) se trouve dans « {words} »."),
	Why:    text("It breaks search, links and comparison, and nobody can see why.", "Il casse la recherche, les liens et la comparaison, et personne ne voit pourquoi."),
	Source: text("Unicode Standard, format characters", "Norme Unicode, caractères de format"),
	Advice: text("Remove it.", "Retirez-le."),
	piece: func(p *pass, pc *Piece) {
		for i, r := range pc.Text {
			switch r {
			case '\u200b', '\ufeff', '\u00ad', '\u2060', '\u200e', '\u200f':
				p.repair(pc, i, i+utf8.RuneLen(r), "", A{"code": "U+" + strings.ToUpper(strconv.FormatInt(int64(r)+0x10000, 16))[1:]})
			}
		}
	},
}
