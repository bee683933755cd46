package check

import (
	"strconv"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// A pair says the same in two languages: a heading pairs with a heading of the same level, a table with a table.
var idKind = &Rule{
	ID: "id-kind", Level: Warning,
	Title:  text("A passage is of the same kind in every language", "Un passage est de même nature dans chaque langue"),
	Says:   text("Passage {id} is {one} in “{first}” and {other} in “{second}”.", "Le passage {id} est {one} en « {first} » et {other} en « {second} »."),
	Why:    text("The outlines of the two languages differ, and the toggle lands elsewhere.", "Les plans des deux langues diffèrent, et le changement de langue mène ailleurs."),
	Source: sourceEqual,
	Advice: text("Use the same construct in both; or give the passage an id of its own.", "Employez la même construction dans les deux; ou donnez au passage son propre identifiant."),
	page: func(p *pass, page *course.Page) {
		type seen struct {
			kind lang.Text
			tag  lang.Tag
		}
		first := map[course.ID]seen{}
		for _, t := range p.of[page] {
			for _, b := range t.Leaves {
				kind := kindName(b)
				if b.ID == "" || kind == nil || b.Continues {
					continue
				}
				if one, again := first[b.ID]; !again {
					first[b.ID] = seen{kind, t.Tag}
				} else if one.tag != t.Tag && one.kind.In(lang.English) != kind.In(lang.English) {
					p.on(t, b, A{"id": b.ID, "one": one.kind, "other": kind, "first": one.tag, "second": t.Tag})
				}
			}
		}
	},
}

func kindName(b *course.Block) lang.Text {
	switch b.Kind {
	case course.Heading:
		n := strconv.Itoa(b.Level)
		return text("a heading of level "+n, "un titre de niveau "+n)
	case course.Paragraph:
		return text("a paragraph", "un paragraphe")
	case course.Figure:
		return text("a figure", "une figure")
	case course.Table:
		return text("a table", "un tableau")
	case course.Code:
		return text("code", "du code")
	case course.Directive:
		return text("::: "+b.Name, "::: "+b.Name)
	}
	return nil
}
