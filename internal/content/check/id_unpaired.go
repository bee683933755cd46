package check

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Law 3: each passage is a pair; equal ids pair the languages.
var idUnpaired = &Rule{
	ID: "id-unpaired", Level: Warning,
	Title:  text("A passage exists in every language of its page", "Un passage existe dans chaque langue de sa page"),
	Says:   text("Passage {id} (“{words}”) is missing in “{language}”.", "Le passage {id} (« {words} ») n’existe pas en « {language} »."),
	Why:    text("Switching language loses the place, and some readers miss the passage.", "Changer de langue fait perdre l’endroit, et une partie des lecteurs manque le passage."),
	Source: sourceEqual,
	Advice: text("Write it in that language and give it the same id.", "Rédigez-le dans cette langue et donnez-lui le même identifiant."),
	page: func(p *pass, page *course.Page) {
		has := map[lang.Tag]map[course.ID]bool{}
		here := p.of[page]
		for _, t := range here {
			has[t.Tag] = map[course.ID]bool{}
			for _, b := range t.Leaves {
				has[t.Tag][b.ID] = true
			}
		}
		for _, t := range here {
			for _, other := range here {
				for _, b := range t.Leaves {
					if b.ID != "" && !has[other.Tag][b.ID] && !b.Continues {
						said := course.Plain(b.Inlines)
						p.at(b.Place, b.ID, other.Tag, A{"id": b.ID, "words": quote(said, 0, min(len(said), 40)), "language": other.Tag})
					}
				}
			}
		}
	},
}
