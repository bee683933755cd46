package check

import (
	"strings"

	"atelier/internal/base/lang"
)

// Plain language: say who acts. A signal, looked for where the one who acts is named after the verb.
var passiveVoice = &Rule{
	ID: "passive-voice", Level: Note,
	Title:  text("The one who acts comes first", "Qui agit vient en premier"),
	Says:   text("The one who acts comes last: “{words}”.", "Qui agit vient en dernier : « {words} »."),
	Why:    text("Executives look for who must act. The active voice says it first.", "Les cadres cherchent qui doit agir. La voix active le dit en premier."),
	Source: sourcePlain,
	Advice: text("Begin with the one who acts.", "Commencez par qui agit."),
	Only:   bothWorded,
	piece: func(p *pass, pc *Piece) {
		if !pc.prose() {
			return
		}
		be, by, participle := beForms[pc.Tag.Base()], "by", isEnglishParticiple
		if pc.Tag.Base() == lang.French {
			by, participle = "par", isFrenchParticiple
		}
		for i, w := range pc.Words {
			if w.Lower != by || i < 2 || !participle(pc.Words[i-1].Lower) || i+1 < len(pc.Words) && byMuch[pc.Words[i+1].Lower] {
				continue
			}
			k := i - 2
			if k > 0 && (strings.HasSuffix(pc.Words[k].Lower, "ly") || strings.HasSuffix(pc.Words[k].Lower, "ment") || pc.Words[k].Lower == "been" || pc.Words[k].Lower == "été") {
				k--
			}
			if auxiliary := pc.Words[k].Lower; be[auxiliary] || k < i-2 && had[auxiliary] {
				p.in(pc, pc.Words[k].Start, w.End, nil)
			}
		}
	},
}

// byMuch says by how much or how often, not by whom.
var byMuch = setOf(strings.Fields(`two three four five six seven eight ten twelve fourteen hand mail default law name an jour semaine mois année
	deux trois quatre cinq six dix écrit défaut exemple ailleurs étapes`)...)

var beForms = map[lang.Tag]map[string]bool{
	lang.English: setOf("is", "are", "was", "were", "be", "been", "being"),
	lang.French:  setOf("est", "sont", "était", "étaient", "sera", "seront", "fut", "furent", "être", "soit", "soient"),
}

// had makes a passive only with “been” or « été » after it.
var had = setOf("has", "have", "had", "a", "ont", "avait", "avaient", "aura", "auront")

func isEnglishParticiple(w string) bool {
	return strings.HasSuffix(w, "ed") || setOf("made", "written", "taken", "given", "built", "paid", "held", "kept", "chosen", "done", "sent", "set", "run")[w]
}

func isFrenchParticiple(w string) bool {
	w = strings.TrimSuffix(w, "s")
	for _, end := range []string{"é", "ée", "i", "ie", "u", "ue", "is", "ise", "it", "ite"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}
