package check

import (
	"strings"
)

// A6.8: English writes 1,234.56.
var enNumber = &Rule{
	ID: "en-number", Level: Warning, Repairs: true, Only: onlyEnglish,
	Title:  text("English numbers are written 1,234.56", "Les nombres anglais s’écrivent 1,234.56"),
	Says:   text("“{number}” is not written as in English: “{words}”.", "« {number} » n’est pas écrit à l’anglaise : « {words} »."),
	Why:    text("A space or a decimal comma comes from French and is misread.", "L’espace ou la virgule décimale viennent du français et se lisent mal."),
	Source: sourceCanada,
	Advice: text("Part groups of three with a comma and decimals with a point.", "Séparez les tranches de trois chiffres par une virgule et les décimales par un point."),
	piece: func(p *pass, pc *Piece) {
		for _, n := range numbers(pc.Text) {
			raw := pc.Text[n.Start:n.End]
			if machine(pc.Text, n.Start) {
				continue
			}
			switch {
			case strings.Contains(raw, " ") && !strings.ContainsAny(raw, ",."):
				p.repair(pc, n.Start, n.End, strings.ReplaceAll(raw, " ", ","), A{"number": raw})
			case len(raw) >= 5 && !strings.ContainsAny(raw, "., \u00a0") && alone(pc.Text, n):
				p.repair(pc, n.Start, n.End, grouped(raw, ","), A{"number": raw})
			case frenchDecimal(raw):
				p.in(pc, n.Start, n.End, A{"number": raw})
			}
		}
	},
}

// frenchDecimal says whether a number has one comma with one or two digits after it.
func frenchDecimal(s string) bool {
	_, decimals, ok := strings.Cut(s, ",")
	return ok && len(decimals) < 3 && !strings.ContainsAny(decimals, ",. ")
}
