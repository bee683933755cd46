package check

import (
	"unicode/utf8"
)

// OQLF, spacing: a no-break space inside guillemets (A6.9).
var frGuillemets = &Rule{
	ID: "fr-guillemets", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("A no-break space stands inside guillemets", "Une espace insécable se place à l’intérieur des guillemets"),
	Says:   text("No no-break space inside the guillemets: “{words}”.", "Pas d’espace insécable à l’intérieur des guillemets : « {words} »."),
	Why:    text("With an ordinary space a guillemet may be parted from its word at the end of a line.", "Avec une espace ordinaire, un guillemet peut être séparé de son mot en fin de ligne."),
	Source: sourceOQLF,
	Advice: text("Put U+00A0 after « and before »; “atelier check --fix” does it.", "Mettez U+00A0 après « et avant »; « atelier check --fix » le fait."),
	piece: func(p *pass, pc *Piece) {
		s := pc.Text
		for i, r := range s {
			switch r {
			case '«':
				inside := i + len("«")
				p.tie(pc, inside, decode(s[inside:]), inside)
			case '»':
				before, size := utf8.DecodeLastRuneInString(s[:i])
				p.tie(pc, i, before, i-size)
			}
		}
	},
}

// tie wants a no-break space at i, where the character there now stands at from.
func (p *pass) tie(pc *Piece, i int, there rune, from int) {
	switch there {
	case '\u00a0', '\u202f', utf8.RuneError:
	case ' ':
		p.repair(pc, from, from+1, "\u00a0", nil)
	default:
		p.repair(pc, i, i, "\u00a0", nil)
	}
}
