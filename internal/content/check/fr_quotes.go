package check

import (
	"strings"
	"unicode/utf8"

	"atelier/internal/base/lang"
)

// OQLF: French quotes with guillemets; quotes inside a quote are “ ” (A6.9).
var frQuotes = &Rule{
	ID: "fr-quotes", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("French quotes with guillemets, and “ ” inside them", "Le français cite avec des guillemets, et “ ” à l’intérieur"),
	Says:   text("{what}: “{words}”.", "{what} : « {words} »."),
	Why:    text("Guillemets are the French quotation marks; straight ones belong to programs.", "Les guillemets sont les marques de citation du français; les guillemets droits sont ceux des programmes."),
	Source: sourceOQLF,
	Advice: text("Write « … », and “…” for a quote inside a quote.", "Écrivez « … », et “…” pour une citation dans une citation."),
	piece: func(p *pass, pc *Piece) {
		depth := 0
		for i, r := range pc.Text {
			switch r {
			case '«':
				if depth++; depth == 2 {
					p.in(pc, i, i+2, A{"what": text("Guillemets inside guillemets", "Des guillemets dans des guillemets")})
				}
			case '»':
				depth = max(0, depth-1)
			case '“':
				if depth == 0 {
					p.in(pc, i, i+3, A{"what": text("English quotation marks", "Des guillemets anglais")})
				}
			}
		}
		p.straightQuotes(pc, "«\u00a0", "\u00a0»", text("Straight quotation marks", "Des guillemets droits"))
	},
}

// straightQuotes reports pairs of straight quotation marks and offers the language's own, where each mark plainly
// opens or closes.
func (p *pass) straightQuotes(pc *Piece, open, end string, what lang.Text) {
	s := pc.Text
	var marks []int
	for i := range len(s) {
		if s[i] == '"' && !machine(s, i) && (i == 0 || !isDigit(s[i-1]) || len(marks)%2 == 1) {
			marks = append(marks, i)
		}
	}
	for k, i := range marks {
		opening := k%2 == 0
		clear := len(marks)%2 == 0
		if opening {
			clear = clear && (i == 0 || strings.ContainsRune(" \u00a0([’«“", lastRune(s[:i]))) && i+1 < len(s) && s[i+1] != ' '
		} else {
			clear = clear && s[i-1] != ' '
		}
		mark := end
		if opening {
			mark = open
		}
		if clear {
			p.repair(pc, i, i+1, mark, A{"what": what})
		} else {
			p.in(pc, i, i+1, A{"what": what})
		}
	}
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
