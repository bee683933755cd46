package check

import (
	"strings"
	"unicode/utf8"
)

// OQLF, spacing: no space before ; ! ? in Canadian usage (a thin space U+202F may stand there) (A6.9).
var frSpacePunctuation = &Rule{
	ID: "fr-space-punctuation", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("In Canadian French no space stands before ; ! ?", "Au Canada, aucune espace ne précède ; ! ?"),
	Says:   text("A space stands before “{mark}”: “{words}”.", "Une espace précède « {mark} » : « {words} »."),
	Why:    text("Canadian usage differs from that of France here.", "L’usage canadien diffère ici de celui de la France."),
	Source: sourceOQLF,
	Advice: text("Remove the space.", "Retirez l’espace."),
	piece: func(p *pass, pc *Piece) {
		s := pc.Text
		for i := 1; i < len(s); i++ {
			if strings.IndexByte(";!?,.", s[i]) < 0 || i+1 < len(s) && !strings.ContainsRune(" \u00a0»)”!?.", decode(s[i+1:])) {
				continue
			}
			before, size := utf8.DecodeLastRuneInString(s[:i])
			if (before == ' ' || before == '\u00a0') && closesWord(s[:i-size]) && !strings.HasPrefix(s[i:], "..") {
				p.repair(pc, i-size, i, "", A{"mark": string(s[i])})
			}
		}
	},
}
