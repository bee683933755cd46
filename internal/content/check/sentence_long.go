package check

import (
	"strings"

	"atelier/internal/base/lang"
)

// Plain language (A7.4, A7.5): a signal, and each language with its own length: French runs longer for the same sense.
var sentenceLong = &Rule{
	ID: "sentence-long", Level: Note,
	Title:  text("A sentence holds in one breath", "Une phrase tient en un souffle"),
	Says:   text("A sentence of {count} words: “{words}”.", "Une phrase de {count} mots : « {words} »."),
	Why:    text("Beyond 30 words in English and 35 in French the reader has to hold the beginning in mind.", "Au-delà de 30 mots en anglais et de 35 en français, le lecteur doit retenir le début de la phrase."),
	Source: sourcePlain,
	Advice: text("Make two sentences, or a list.", "Faites deux phrases, ou une liste."),
	Only:   bothWorded,
	piece: func(p *pass, pc *Piece) {
		if !pc.prose() || len(pc.Words) <= 30 {
			return
		}
		most := 30
		if pc.Tag.Base() == lang.French {
			most = 35
		}
		for _, s := range sentences(pc.Text) {
			if n := spoken(pc.within(s)); n > most {
				p.in(pc, s.Start, s.End, A{"count": n, "words": quote(pc.Text[s.Start:s.End], 0, min(60, s.End-s.Start))})
			}
		}
	},
}

// spoken counts words as people count them: an elided article belongs to the word after it.
func spoken(ws []Word) int {
	n := 0
	for _, w := range ws {
		if !strings.HasSuffix(w.Lower, "’") {
			n++
		}
	}
	return n
}
