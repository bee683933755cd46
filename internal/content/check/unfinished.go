package check

import (
	"strings"

	"atelier/internal/base/lang"
)

// A published page holds no marks of work in progress.
var unfinished = &Rule{
	ID: "unfinished", Level: Warning,
	Title:  text("No mark of unfinished work is left", "Il ne reste aucune marque de travail inachevé"),
	Says:   text("“{phrase}” looks like a note to oneself: “{words}”.", "« {phrase} » ressemble à un pense-bête : « {words} »."),
	Why:    text("Readers meet it as if it were text.", "Le lecteur le rencontre comme si c’était du texte."),
	Source: text("House rule of Atelier", "Règle de la maison Atelier"),
	Advice: text("Finish the passage, or put “status: writing” in module.yaml.", "Terminez le passage, ou mettez « status: writing » dans module.yaml."),
	Only:   bothWorded,
	words: func() []entry {
		var out []entry
		for _, tag := range bothWorded {
			for _, w := range []string{"todo", "tbd", "fixme", "xxx", "lorem ipsum"} {
				out = append(out, entry{tag, w, ""})
			}
		}
		return append(out, entry{lang.English, "to be completed|written|translated", ""}, entry{lang.French, "à compléter|rédiger|traduire plus tard", ""},
			entry{lang.French, "texte à venir", ""}, entry{lang.English, "text to come", ""})
	},
	keep: func(_ *pass, pc *Piece, start, end int) bool {
		w := pc.Text[start:end]
		return len(w) > 5 || w == strings.ToUpper(w)
	},
}
