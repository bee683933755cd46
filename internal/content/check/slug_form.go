package check

import (
	"unicode"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// A6.4 and docs/format: human-readable slugs, lower-case letters without accents, digits and hyphens.
var slugForm = &Rule{
	ID: "slug-form", Level: Error,
	Title:  text("A slug is lower-case letters, digits and hyphens", "Un segment d’adresse se compose de minuscules sans accent, de chiffres et de traits d’union"),
	Says:   text("The slug “{slug}” of “{page}” can not stand in an address.", "Le segment « {slug} » de « {page} » ne peut pas figurer dans une adresse."),
	Why:    text("Accents and capitals are encoded and break when an address is copied or dictated.", "Les accents et les majuscules sont encodés et se perdent quand on copie ou dicte une adresse."),
	Source: sourceFormat,
	Advice: text("Write for example “what-the-licence-changes”.", "Écrivez par exemple « ce-que-change-la-licence »."),
	course: func(p *pass) {
		p.eachSlug(func(place course.Place, tag lang.Tag, where, slug string, _ []string) {
			if slug != "" && !validSlug(slug) {
				p.at(place, "", tag, A{"slug": slug, "page": where})
			}
		})
	},
}

// eachSlug visits the slug of each module and page in each language it is written in. Where names the siblings it
// must differ from.
func (p *pass) eachSlug(visit func(place course.Place, tag lang.Tag, where, slug string, formerly []string)) {
	for _, m := range p.c.Modules {
		for _, tag := range p.c.Tags() {
			visit(m.Place, tag, "modules/"+m.Key, m.Slug.In(tag), m.Formerly[tag])
		}
	}
	for _, page := range p.c.Pages() {
		for _, tag := range p.c.Tags() {
			if h := page.Head(tag); h != nil {
				visit(course.Place{File: h.File, Line: 1, Column: 1}, tag, page.Path, page.Slug.In(tag), page.Formerly[tag])
			}
		}
	}
}

// validSlug: letters of the Latin script lose their accents in an address; those of other scripts, Inuktitut
// syllabics for one, stand as they are, since their language has no others.
func validSlug(s string) bool {
	last := '-'
	for _, r := range s {
		switch {
		case r == '-' && last == '-':
			return false
		case r == '-', r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		case !unicode.IsLetter(r) && !unicode.IsMark(r), unicode.Is(unicode.Latin, r), unicode.IsUpper(r):
			return false
		}
		last = r
	}
	return last != '-'
}
