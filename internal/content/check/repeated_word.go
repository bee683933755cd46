package check

import (
	"strings"
	"unicode"
)

// A word written twice in a row is a slip of the pen, but for the few doubles each language has.
var repeatedWord = &Rule{
	ID: "repeated-word", Level: Warning,
	Title:  text("No word stands twice in a row", "Aucun mot n’est répété de suite"),
	Says:   text("“{word}” stands twice in a row: “{words}”.", "« {word} » figure deux fois de suite : « {words} »."),
	Why:    text("The eye skips it; a voice reads it out.", "L’œil saute le mot répété; la voix le lit."),
	Source: text("House rule of Atelier", "Règle de la maison Atelier"),
	Advice: text("Remove one of the two.", "Retirez l’un des deux."),
	Only:   bothWorded,
	piece: func(p *pass, pc *Piece) {
		for i := 1; i < len(pc.Words); i++ {
			a, b := pc.Words[i-1], pc.Words[i]
			if a.Lower != b.Lower || doubles[a.Lower] || strings.Trim(pc.Text[a.End:b.Start], " \u00a0") != "" || !letters(a.Lower) {
				continue
			}
			if first := decode(pc.Text[b.Start:]); unicode.IsUpper(first) {
				continue
			}
			p.in(pc, a.Start, b.End, A{"word": b.Lower})
		}
	},
}

var doubles = map[string]bool{
	"vous": true, "nous": true, "had": true, "that": true, "très": true, "bien": true, "very": true, "is": true,
	"faire": true, "plus": true, "moins": true, "elle": true, "long": true, "on": true, "in": true, "c": true, "knock": true,
}

func letters(w string) bool {
	for _, r := range w {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}
