package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Canadian English typography: no space before : ; ! ? , and the period.
var enSpacePunctuation = &Rule{
	ID: "en-space-punctuation", Level: Warning, Repairs: true, Only: onlyEnglish,
	Title:  text("In English no space stands before punctuation", "En anglais, aucune espace ne précède la ponctuation"),
	Says:   text("A space stands before “{mark}”: “{words}”.", "Une espace précède « {mark} » : « {words} »."),
	Why:    text("The space before a colon comes from French, and the mark may begin a line.", "L’espace avant le deux-points vient du français, et le signe peut se retrouver en début de ligne."),
	Source: sourceCanada,
	Advice: text("Remove the space.", "Retirez l’espace."),
	piece: func(p *pass, pc *Piece) {
		s := pc.Text
		for i := 1; i < len(s); i++ {
			if strings.IndexByte(":;!?,.", s[i]) < 0 || i+1 < len(s) && !strings.ContainsRune(" )”’!?", decode(s[i+1:])) {
				continue
			}
			before, size := utf8.DecodeLastRuneInString(s[:i])
			if (before == ' ' || before == '\u00a0') && closesWord(s[:i-size]) {
				p.repair(pc, i-size, i, "", A{"mark": string(s[i])})
			}
		}
	},
}

// closesWord says whether a text ends with a word, a number or what closes a phrase. After anything else a mark is no
// punctuation, and moving it could make markup of it.
func closesWord(s string) bool {
	r := lastRune(s)
	return s != "" && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(")”’»%$…"+object, r))
}
