package check

import (
	"strings"
	"unicode"
)

// OQLF: the apostrophe is curved in print (A6.9).
var frApostrophe = &Rule{
	ID: "fr-apostrophe", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("The French apostrophe is curved", "L’apostrophe est courbe"),
	Says:   text("A straight apostrophe: “{words}”.", "Une apostrophe droite : « {words} »."),
	Why:    text("One sign for one thing: search, glossary and comparison see the same word.", "Un signe pour une chose : la recherche, le glossaire et la comparaison voient le même mot."),
	Source: sourceOQLF,
	Advice: text("Write ’ (U+2019); “atelier check --fix” does it.", "Écrivez ’ (U+2019); « atelier check --fix » le fait."),
	piece:  func(p *pass, pc *Piece) { p.straightApostrophes(pc) },
}

// straightApostrophes reports a straight apostrophe between two letters, or between a letter and a marked phrase.
func (p *pass) straightApostrophes(pc *Piece) {
	s := pc.Text
	for i := 1; i+1 < len(s); i++ {
		if s[i] != '\'' || !unicode.IsLetter(lastRune(s[:i])) || machine(s, i) {
			continue
		}
		if next := decode(s[i+1:]); unicode.IsLetter(next) || strings.ContainsRune(object+"«“", next) {
			p.repair(pc, i, i+1, "’", nil)
		}
	}
}
