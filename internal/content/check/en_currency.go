package check

import (
	"strings"
	"unicode"
)

// A6.8: $10 in English, the sign before the amount.
var enCurrency = &Rule{
	ID: "en-currency", Level: Warning, Only: onlyEnglish,
	Title:  text("In English the dollar sign comes before the amount", "En anglais, le symbole du dollar précède le montant"),
	Says:   text("The sign stands after the amount: “{words}”.", "Le symbole suit le montant : « {words} »."),
	Why:    text("10 $ is French; in English one writes $10.", "10 $ est du français; en anglais, on écrit $10."),
	Source: sourceCanada,
	Advice: text("Write $10.", "Écrivez $10."),
	piece: func(p *pass, pc *Piece) {
		s := pc.Text
		for i := 1; i < len(s); i++ {
			if s[i] != '$' || i+1 < len(s) && (isDigit(s[i+1]) || unicode.IsLetter(rune(s[i+1]))) {
				continue
			}
			if before := strings.TrimRight(s[:i], " \u00a0"); before != "" && isDigit(before[len(before)-1]) {
				p.in(pc, len(before)-1, i+1, nil)
			}
		}
	},
}
