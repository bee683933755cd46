package check

import (
	"atelier/internal/content/course"
)

// WCAG 2.2, 2.4.6 and 2.4.2: a page has a title that says what it is about; docs/format: one # a page.
var headingTitle = &Rule{
	ID: "heading-title", Level: Error,
	Title:  text("A page has one title", "Une page a un titre, et un seul"),
	Says:   text("This page has {count} level-1 headings; it needs exactly one.", "Cette page a {count} titres de niveau 1; il en faut exactement un."),
	Why:    text("The title tells where one has arrived. Without it, or with two, a screen reader can not say so.", "Le titre dit où l’on est arrivé. Sans lui, ou avec deux, un lecteur d’écran ne peut pas le dire."),
	Source: wcag("2.4.2"),
	Advice: text("Write one heading with a single # on the first line after the front matter.", "Écrivez un seul titre précédé d’un seul #, à la première ligne après l’en-tête."),
	doc: func(p *pass, t *Text) {
		n, place := 0, course.Place{File: t.File, Line: 1, Column: 1}
		for _, b := range t.Leaves {
			if b.Kind == course.Heading && b.Level == 1 {
				if n++; n == 2 {
					place = b.Place
				}
			}
		}
		if n == 0 && t.Doc.Title != nil {
			n = 1
		}
		if n != 1 {
			p.at(place, "", t.Tag, A{"count": n})
		}
	},
}
