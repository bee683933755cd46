package check

import (
	"strings"
	"unicode"
)

// OQLF: names of months and days are common nouns in French.
var frMonthCapital = &Rule{
	ID: "fr-month-capital", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("Months and days take no capital in French", "Les mois et les jours s’écrivent sans majuscule"),
	Says:   text("“{word}” takes no capital: “{words}”.", "« {word} » ne prend pas de majuscule : « {words} »."),
	Why:    text("The capital comes from English.", "La majuscule vient de l’anglais."),
	Source: sourceOQLF,
	Advice: text("Write it in lower case.", "Écrivez-le en minuscules."),
	piece: func(p *pass, pc *Piece) {
		for i, w := range pc.Words {
			s := pc.Text[w.Start:w.End]
			if i == 0 || !frenchDates[w.Lower] || !unicode.IsUpper(decode(s)) || shouted(s) || pc.Text[pc.Words[i-1].End:w.Start] == "" {
				continue
			}
			before := pc.Words[i-1]
			if isDigit(before.Lower[len(before.Lower)-1]) || frenchDates[before.Lower] || setOf("le", "en", "de", "du", "les", "au", "depuis", "mois", "er", "1er")[before.Lower] && strings.TrimSpace(pc.Text[before.End:w.Start]) == "" {
				if i+1 < len(pc.Words) && unicode.IsUpper(decode(pc.Text[pc.Words[i+1].Start:])) && !frenchDates[pc.Words[i+1].Lower] {
					continue // a name: « le Vendredi Saint »
				}
				p.repair(pc, w.Start, w.End, w.Lower, A{"word": s})
			}
		}
	},
}

var frenchDates = setOf("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
	"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
