package check

import (
	"atelier/internal/content/course"
)

// Canada.ca Content Style Guide: put what matters most first; docs/format: the paragraph after the title is the lede.
var pageLede = &Rule{
	ID: "page-lede", Level: Warning,
	Title:  text("A lesson opens with a paragraph", "Une leçon s’ouvre par un paragraphe"),
	Says:   text("No paragraph follows the title of this lesson.", "Aucun paragraphe ne suit le titre de cette leçon."),
	Why:    text("The first paragraph says what the page is for. Busy readers decide on it whether to go on.", "Le premier paragraphe dit à quoi sert la page. C’est là que le lecteur pressé décide de continuer."),
	Source: sourceCanada,
	Advice: text("Right after the title, say in one or two sentences what the reader will be able to do.", "Juste après le titre, dites en une ou deux phrases ce que le lecteur saura faire."),
	doc: func(p *pass, t *Text) {
		if t.Page.Kind == course.Lesson && t.Doc.Title != nil && t.Lede == nil {
			p.at(t.Doc.Title.Place, t.Doc.Title.ID, t.Tag, nil)
		}
	},
}
