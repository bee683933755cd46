package check

import (
	"strings"
	"unicode"
)

// Canada.ca Content Style Guide: no text in capitals; sentence case. Some screen readers spell such words out.
var capitals = &Rule{
	ID: "capitals", Level: Warning,
	Title:  text("Words are not written in capitals for emphasis", "Les mots ne s’écrivent pas en majuscules pour insister"),
	Says:   text("“{words}” is written in capitals.", "« {words} » est écrit en majuscules."),
	Why:    text("Words in capitals lose their shape, are slower to read, and some screen readers spell them out.", "Les mots en majuscules perdent leur silhouette, se lisent moins vite, et certains lecteurs d’écran les épellent."),
	Source: sourceCanada,
	Advice: text("Write them in lower case; use **bold** for the few words that matter.", "Écrivez-les en minuscules; mettez en **gras** les quelques mots qui comptent."),
	Only:   bothWorded,
	piece: func(p *pass, pc *Piece) {
		if !pc.own() {
			return
		}
		for i := 0; i < len(pc.Words); i++ {
			from := i
			long := 0
			for i < len(pc.Words) && shouted(pc.Text[pc.Words[i].Start:pc.Words[i].End]) && adjacent(pc, from, i) {
				if pc.Words[i].End-pc.Words[i].Start >= 4 {
					long++
				}
				i++
			}
			if i-from >= 2 && long >= 2 {
				p.in(pc, pc.Words[from].Start, pc.Words[i-1].End, A{"words": pc.Text[pc.Words[from].Start:pc.Words[i-1].End]})
			}
		}
	},
}

// shouted says whether a word has letters, and only capital ones.
func shouted(w string) bool {
	letters := 0
	for _, r := range w {
		if unicode.IsLower(r) || unicode.IsDigit(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 0
}

// adjacent says whether only spaces or an apostrophe stand between word i and the one before, when that is in the run.
func adjacent(pc *Piece, from, i int) bool {
	return i == from || strings.Trim(pc.Text[pc.Words[i-1].End:pc.Words[i].Start], " \u00a0’'") == ""
}
