package check

import (
	"strings"
	"unicode"
)

// A6.8: the hour is written 1:30 pm in English.
var enTime = &Rule{
	ID: "en-time", Level: Warning, Only: onlyEnglish,
	Title:  text("In English the hour is written 1:30 pm", "En anglais, l’heure s’écrit 1:30 pm"),
	Says:   text("The hour is written otherwise: “{words}”.", "L’heure est écrite autrement : « {words} »."),
	Why:    text("One way of writing the hour on all pages spares the reader a second look.", "Une seule façon d’écrire l’heure dans toutes les pages évite au lecteur d’y regarder à deux fois."),
	Source: sourceCanada,
	Advice: text("Write 1:30 pm.", "Écrivez 1:30 pm."),
	piece: func(p *pass, pc *Piece) {
		s := pc.Text
		for i := 1; i < len(s); i++ {
			from, a := digitsBefore(s, i)
			rest := strings.TrimLeft(s[i:], " \u00a0")
			if a == 2 && from > 0 && s[from-1] == ':' && !isDigit(s[i]) && half(rest) {
				p.in(pc, from, i+len(s[i:])-len(rest)+2, nil)
			}
			if a == 0 || a > 2 || from > 0 && strings.IndexByte(":-.,/", s[from-1]) >= 0 {
				continue
			}
			end, b := digitsAfter(s, i+1)
			switch {
			case s[i] == 'h' && (b == 2 || b == 0) && (end == len(s) || !unicode.IsLetter(decode(s[end:]))) && a > 0:
				p.in(pc, from, end, nil)
			case s[i] == ':' && b == 2 && a == 2 && s[from:i] > "12" && s[from:i] < "24":
				p.in(pc, from, end, nil)
			case !isDigit(s[i]) && half(rest):
				p.in(pc, from, i+len(s[i:])-len(rest)+2, nil)
			}
		}
	},
}

// half says whether a text begins with PM or AM as a word.
func half(s string) bool {
	return (strings.HasPrefix(s, "PM") || strings.HasPrefix(s, "AM")) && wordEnds(s, 2)
}

func wordEnds(s string, i int) bool {
	return i >= len(s) || !unicode.IsLetter(decode(s[i:])) && !unicode.IsDigit(decode(s[i:]))
}
