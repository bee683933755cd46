package check

import (
	"strings"

	"atelier/internal/base/lang"
)

// Plain language: English piles nouns up, French strings them with “de”. Each is looked for in its own way. A signal.
var nounChain = &Rule{
	ID: "noun-chain", Level: Note,
	Title:  text("Nouns do not pile up", "Les noms ne s’enchaînent pas"),
	Says:   text("A chain of nouns: “{words}”.", "Une chaîne de noms : « {words} »."),
	Why:    text("Readers must guess which noun bears on which.", "Le lecteur doit deviner quel nom dépend de quel autre."),
	Source: sourcePlain,
	Advice: text("Put a verb in: say who does what.", "Mettez un verbe : dites qui fait quoi."),
	Only:   bothWorded,
	piece: func(p *pass, pc *Piece) {
		if !pc.own() {
			return
		}
		if pc.Tag.Base() == lang.French {
			frenchChain(p, pc)
			return
		}
		run := 0
		for i, w := range pc.Words {
			if nominal(w.Lower) && (run == 0 || pc.Text[pc.Words[i-1].End:w.Start] == " ") {
				run++
			} else {
				run = 0
			}
			if run == 3 {
				p.in(pc, pc.Words[i-2].Start, w.End, A{"words": pc.Text[pc.Words[i-2].Start:w.End]})
			}
		}
	},
}

func nominal(w string) bool {
	for _, end := range []string{"tion", "tions", "ment", "ments", "ance", "ence", "ity", "ness", "sion"} {
		if len(w) > len(end)+3 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// frenchChain finds five nouns tied by “de”, “du”, “des”, each with at most one word between.
func frenchChain(p *pass, pc *Piece) {
	links, last, first := 0, -9, 0
	for i, w := range pc.Words {
		if !frenchOf[w.Lower] {
			continue
		}
		if i-last > 3 || i-last < 2 || strings.ContainsAny(pc.Text[pc.Words[max(last, 0)].End:w.Start], ",;:.()«»") {
			links, first = 0, max(0, i-1)
		}
		links++
		last = i
		if links == 5 {
			end := pc.Words[min(i+1, len(pc.Words)-1)].End
			p.in(pc, pc.Words[first].Start, end, A{"words": pc.Text[pc.Words[first].Start:end]})
		}
	}
}

var frenchOf = setOf("de", "du", "des", "d’")
