package check

import (
	"unicode"
)

// OQLF, spacing: no space around the slash (A6.9).
var slash = &Rule{
	ID: "slash", Level: Warning, Repairs: true, Only: bothWorded,
	Title:  text("No space stands around a slash", "Aucune espace n’entoure la barre oblique"),
	Says:   text("Spaces stand around the slash: “{words}”.", "Des espaces entourent la barre oblique : « {words} »."),
	Why:    text("The slash ties two words; spaces part them, and the line may break there.", "La barre oblique lie deux mots; les espaces les séparent, et la ligne peut s’y couper."),
	Source: sourceOQLF,
	Advice: text("Remove the spaces, or write “or”, “and”.", "Retirez les espaces, ou écrivez « ou », « et »."),
	piece: func(p *pass, pc *Piece) {
		s := pc.Text
		for i := 1; i+1 < len(s); i++ {
			if s[i] != '/' || machine(s, i) {
				continue
			}
			from, end := i, i+1
			for from > 0 && s[from-1] == ' ' {
				from--
			}
			for end < len(s) && s[end] == ' ' {
				end++
			}
			if from == i-1 && end == i+2 && unicode.IsLetter(lastRune(s[:from])) && unicode.IsLetter(decode(s[end:])) {
				p.repair(pc, from, end, "/", nil)
			}
		}
	},
}
