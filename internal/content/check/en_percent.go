package check

import (
	"strings"
)

// A6.8: 10% in English, without a space.
var enPercent = &Rule{
	ID: "en-percent", Level: Warning, Repairs: true, Only: onlyEnglish,
	Title:  text("In English no space stands before %", "En anglais, aucune espace ne précède %"),
	Says:   text("A space stands before %: “{words}”.", "Une espace précède % : « {words} »."),
	Why:    text("The space comes from French.", "L’espace vient du français."),
	Source: sourceCanada,
	Advice: text("Remove the space.", "Retirez l’espace."),
	piece: func(p *pass, pc *Piece) {
		s := pc.Text
		for i := 2; i < len(s); i++ {
			if s[i] != '%' {
				continue
			}
			if before := strings.TrimRight(s[:i], " \u00a0"); len(before) < i && before != "" && isDigit(before[len(before)-1]) {
				p.repair(pc, len(before), i, "", nil)
			}
		}
	},
}
