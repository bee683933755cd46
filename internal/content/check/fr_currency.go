package check

// A6.8: 10 $ in French, the sign after the amount.
var frCurrency = &Rule{
	ID: "fr-currency", Level: Warning, Only: onlyFrench,
	Title:  text("In French the dollar sign follows the amount", "Le symbole du dollar suit le montant"),
	Says:   text("The sign stands before the amount: “{words}”.", "Le symbole précède le montant : « {words} »."),
	Why:    text("$10 is English; in French one reads and writes 10 $.", "$10 est de l’anglais; en français, on lit et on écrit 10 $."),
	Source: sourceOQLF,
	Advice: text("Write 10 $, with U+00A0 between the two.", "Écrivez 10 $, avec U+00A0 entre les deux."),
	piece: func(p *pass, pc *Piece) {
		for i := 0; i+1 < len(pc.Text); i++ {
			if pc.Text[i] == '$' && isDigit(pc.Text[i+1]) && !machine(pc.Text, i) {
				p.in(pc, i, i+2, nil)
			}
		}
	},
}
