package check

import (
	"unicode"

	"atelier/internal/base/lang"
)

// WCAG 2.2, 3.1.2 Language of Parts: a phrase in another language is marked, but for proper names and words that
// have become part of the language around.
var languageOfParts = &Rule{
	ID: "language-of-parts", Level: Warning,
	Title:  text("A phrase in another language is marked", "Un passage en une autre langue est marqué"),
	Says:   text("“{words}” reads like “{other}” in a text in “{language}”.", "« {words} » se lit comme du « {other} » dans un texte en « {language} »."),
	Why:    text("A voice reads each phrase with the sounds of the language it is told.", "Une voix lit chaque passage avec les sons de la langue qu’on lui indique."),
	Source: wcag("3.1.2"),
	Advice: text("Mark it: [the phrase]{lang=en}; or write it in the language of the page.", "Marquez-le : [the phrase]{lang=en}; ou écrivez-le dans la langue de la page."),
	Only:   bothWorded,
	piece: func(p *pass, pc *Piece) {
		if !pc.own() || len(pc.Words) < 4 {
			return
		}
		own, other := pc.Tag.Base(), lang.French
		if own == lang.French {
			other = lang.English
		}
		for _, run := range foreignRuns(pc, stopWords[own], stopWords[other]) {
			p.in(pc, run.Start, run.End, A{"words": quote(pc.Text[run.Start:run.End], 0, run.End-run.Start), "other": other, "language": own})
		}
	},
}

// stopWords are frequent small words that belong to one of the two languages and not to the other.
var stopWords = map[lang.Tag]map[string]bool{
	lang.English: setOf("the", "of", "and", "is", "are", "with", "for", "that", "this", "by", "from", "which", "not", "be", "have",
		"has", "it", "you", "your", "can", "will", "to", "in", "was", "were", "their", "they", "what", "when", "who", "how", "its", "we", "our"),
	lang.French: setOf("le", "la", "les", "des", "du", "et", "est", "dans", "pour", "que", "qui", "une", "sur", "avec", "par", "pas",
		"ce", "cette", "ces", "vous", "au", "aux", "sont", "leur", "leurs", "ils", "elle", "elles", "nous", "ne", "se", "sa", "ses", "mais", "où",
		"l’", "d’", "qu’", "c’", "n’", "s’", "être", "été", "il", "en", "un"),
}

// foreignRuns are the runs of words that hold two small words of the other language close together and none of the own,
// and whose other words are not all capitalised, as those of a proper name are.
func foreignRuns(pc *Piece, own, other map[string]bool) []Span {
	var out []Span
	count, first, last, names := 0, 0, 0, 0
	end := func() {
		if size := last - first + 1; count >= 2 && size >= 4 && names*2 < size-count+1 || count >= 3 && names*2 < size-count+1 {
			out = append(out, Span{pc.Words[first].Start, pc.Words[last].End})
		}
		count, names = 0, 0
	}
	for i, w := range pc.Words {
		switch {
		case own[w.Lower] && !other[w.Lower]:
			end()
		case other[w.Lower] && !own[w.Lower] && !abbreviated(pc, w):
			if count > 0 && i-last > 4 {
				end()
			}
			if count == 0 {
				first = i
			}
			count, last = count+1, i
		case count > 0 && unicode.IsUpper(decode(pc.Text[w.Start:])):
			names++
		}
	}
	end()
	return out
}

func abbreviated(pc *Piece, w Word) bool { return shouted(pc.Text[w.Start:w.End]) && w.End-w.Start > 1 }
