package check

import (
	"strings"
	"unicode/utf8"
)

// OQLF, spacing: a no-break space before the colon, in Canadian usage (A6.9).
var frSpaceColon = &Rule{
	ID: "fr-space-colon", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("In French a no-break space stands before the colon", "Une espace insécable précède le deux-points"),
	Says:   text("No no-break space before the colon: “{words}”.", "Pas d’espace insécable avant le deux-points : « {words} »."),
	Why:    text("With an ordinary space the colon may begin a line; with none it sticks to the word.", "Avec une espace ordinaire, le deux-points peut se retrouver en début de ligne; sans espace, il colle au mot."),
	Source: sourceOQLF,
	Advice: text("Put U+00A0 before the colon; “atelier check --fix” does it.", "Mettez U+00A0 avant le deux-points; « atelier check --fix » le fait."),
	piece: func(p *pass, pc *Piece) {
		s := pc.Text
		for i := 1; i < len(s); i++ {
			if s[i] != ':' || machine(s, i) || i+1 < len(s) && !strings.ContainsRune(" \u00a0»)”", decode(s[i+1:])) {
				continue
			}
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			switch {
			case before == '\u00a0' || before == '\u202f' || before == ':' || before == '(':
			case before == ' ':
				p.repair(pc, i-1, i, "\u00a0", nil)
			default:
				p.repair(pc, i, i, "\u00a0", nil)
			}
		}
	},
}
