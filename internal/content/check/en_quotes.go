package check

import (
	"strings"
)

// Canada.ca Content Style Guide and Canadian usage: curly quotation marks; guillemets are French.
var enQuotes = &Rule{
	ID: "en-quotes", Level: Warning, Repairs: true, Only: onlyEnglish,
	Title:  text("English quotes with “ ”", "L’anglais cite avec “ ”"),
	Says:   text("{what}: “{words}”.", "{what} : « {words} »."),
	Why:    text("Straight marks belong to programs, guillemets to French.", "Les guillemets droits sont ceux des programmes; les guillemets français, ceux du français."),
	Source: sourceCanada,
	Advice: text("Write “…”; “atelier check --fix” does it where it is plain.", "Écrivez “…”; « atelier check --fix » le fait là où c’est sans équivoque."),
	piece: func(p *pass, pc *Piece) {
		if i := strings.IndexAny(pc.Text, "«»"); i >= 0 {
			p.in(pc, i, i+2, A{"what": text("Guillemets", "Des guillemets français")})
		}
		p.straightQuotes(pc, "“", "”", text("Straight quotation marks", "Des guillemets droits"))
	},
}
