package check

import (
	"atelier/internal/base/lang"
)

// Plain language (A7.4, A7.5): scores are signals per language, never gates, and never compared between languages.
var readability = &Rule{
	ID: "readability", Level: Note,
	Title:  text("A page reads easily by the measure of its own language", "Une page se lit aisément selon la mesure de sa propre langue"),
	Says:   text("{measure} is {score} for {count} words.", "{measure} est de {score} pour {count} mots."),
	Why:    text("Long sentences and long words together make a page hard. Only its readers can say whether it is plain.", "De longues phrases et de longs mots ensemble rendent une page difficile. Seuls ses lecteurs peuvent dire si elle est claire."),
	Source: text("Flesch–Kincaid for English; CAN-ASC-3.1:2025: scores are no proof", "Kandel–Moles pour le français; CAN-ASC-3.1:2025 : un indice n’est pas une preuve"),
	Advice: text("Read it aloud to somebody it is meant for.", "Lisez-la à voix haute à quelqu’un à qui elle s’adresse."),
	Only:   bothWorded,
	doc: func(p *pass, t *Text) {
		m := measure(t)
		if m.Words < 150 {
			return
		}
		place := t.top()
		if t.Tag.Base() == lang.English && m.FleschKincaid() > 14 {
			p.at(place, "", t.Tag, A{"measure": text("The Flesch–Kincaid grade", "L’indice Flesch–Kincaid"), "score": m.FleschKincaid(), "count": m.Words})
		}
		if t.Tag.Base() == lang.French && m.KandelMoles() < 30 {
			p.at(place, "", t.Tag, A{"measure": text("The Kandel–Moles score", "L’indice Kandel–Moles"), "score": m.KandelMoles(), "count": m.Words})
		}
	},
}
