package check

// OQLF: ordinals are 1er, 1re, 2e, without the other letters.
var frOrdinal = &Rule{
	ID: "fr-ordinal", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("French ordinals are 1er, 1re, 2e", "Les ordinaux s’abrègent 1er, 1re, 2e"),
	Says:   text("“{word}” is abbreviated otherwise: “{words}”.", "« {word} » s’abrège autrement : « {words} »."),
	Why:    text("These are the usual abbreviations; the others are counted as mistakes.", "Ce sont les abréviations reçues; les autres passent pour des fautes."),
	Source: sourceOQLF,
	Advice: text("Write 1er, 1re, 2e, 3e.", "Écrivez 1er, 1re, 2e, 3e."),
	piece: func(p *pass, pc *Piece) {
		for _, w := range pc.Words {
			end, n := digitsAfter(w.Lower, 0)
			if n == 0 {
				continue
			}
			fixed, wrong := ordinals[w.Lower[end:]]
			if fixed == "re" && w.Lower[:end] != "1" {
				fixed = "e"
			}
			if wrong {
				p.repair(pc, w.Start, w.End, pc.Text[w.Start:w.Start+end]+fixed, A{"word": pc.Text[w.Start:w.End]})
			}
		}
	},
}

var ordinals = map[string]string{"ème": "e", "eme": "e", "ième": "e", "ieme": "e", "ère": "re", "ere": "re", "ier": "er", "nd": "e", "th": "e", "st": "er"}
