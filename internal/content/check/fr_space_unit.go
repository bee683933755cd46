package check

import (
	"strings"
	"unicode"
)

// OQLF, spacing: a no-break space between a number and its unit, % or $ (A6.8, A6.9).
var frSpaceUnit = &Rule{
	ID: "fr-space-unit", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("A no-break space stands between a number and its unit", "Une espace insécable sépare un nombre de son unité"),
	Says:   text("No no-break space between the number and “{unit}”: “{words}”.", "Pas d’espace insécable entre le nombre et « {unit} » : « {words} »."),
	Why:    text("A number and its unit are one; they do not part at the end of a line.", "Un nombre et son unité ne font qu’un; ils ne se séparent pas en fin de ligne."),
	Source: sourceOQLF,
	Advice: text("Put U+00A0 between them: 10 %, 25 $, 3 km.", "Mettez U+00A0 entre les deux : 10 %, 25 $, 3 km."),
	piece: func(p *pass, pc *Piece) {
		s := pc.Text
		for i := 1; i < len(s); i++ {
			if !isDigit(s[i-1]) || isDigit(s[i]) || machine(s, i) {
				continue
			}
			gap := 0
			if s[i] == ' ' {
				gap = 1
			}
			unit := unitAt(s[i+gap:])
			if unit == "" || gap == 0 && unit != "%" && unit != "$" && unit != "°C" {
				continue
			}
			if gap == 1 {
				p.repair(pc, i, i+1, "\u00a0", A{"unit": unit})
			} else {
				p.repair(pc, i, i, "\u00a0", A{"unit": unit})
			}
		}
	},
}

// unitAt is the unit a text begins with, as a whole word.
func unitAt(s string) string {
	for _, u := range []string{"%", "$", "°C", "km", "kg", "cm", "mm", "Mo", "Go", "Ko", "ko", "To", "min", "h", "m", "M$", "G$", "k$", "¢", "€"} {
		if strings.HasPrefix(s, u) {
			if next := decode(s[len(u):]); len(s) == len(u) || !unicode.IsLetter(next) && !unicode.IsDigit(next) && next != '’' && next != '\'' {
				return u
			}
		}
	}
	return ""
}
