package check

// One space between words and after a sentence, in both languages.
var doubleSpace = &Rule{
	ID: "double-space", Level: Warning, Repairs: true,
	Title:  text("One space stands between words", "Une seule espace sépare les mots"),
	Says:   text("Two spaces or more: “{words}”.", "Deux espaces ou plus : « {words} »."),
	Why:    text("Editions that keep spaces show the hole, and two texts that differ by it look changed.", "Les éditions qui gardent les espaces montrent le trou, et deux textes qui n’en diffèrent que par là semblent modifiés."),
	Source: sourceCanada,
	Advice: text("Keep one.", "N’en gardez qu’une."),
	piece: func(p *pass, pc *Piece) {
		for i := 0; i < len(pc.Text); i++ {
			from := i
			for i < len(pc.Text) && pc.Text[i] == ' ' {
				i++
			}
			if i-from >= 2 {
				p.repair(pc, from, i, " ", nil)
			}
		}
	},
}
