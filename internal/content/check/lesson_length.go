package check

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Plain language (A7.3): a lesson is read between two meetings. A signal, per language.
var lessonLength = &Rule{
	ID: "lesson-length", Level: Note,
	Title:  text("A lesson is neither a note nor a chapter", "Une leçon n’est ni une note ni un chapitre"),
	Says:   text("This lesson has {count} words.", "Cette leçon compte {count} mots."),
	Why:    text("Between 300 and 1,400 words (1,600 in French) it is read in one sitting.", "Entre 300 et 1 600 mots (1 400 en anglais), elle se lit d’un trait."),
	Source: sourcePlain,
	Advice: text("Divide it, or join it to another.", "Divisez-la, ou joignez-la à une autre."),
	Only:   bothWorded,
	doc: func(p *pass, t *Text) {
		if t.Page.Kind != course.Lesson {
			return
		}
		n, most := 0, 1400
		if t.Tag.Base() == lang.French {
			most = 1600
		}
		for _, pc := range t.Pieces {
			if pc.Kind != pieceForeign {
				n += spoken(pc.Words)
			}
		}
		if n < 300 || n > most {
			p.at(t.top(), "", t.Tag, A{"count": n})
		}
	},
}
