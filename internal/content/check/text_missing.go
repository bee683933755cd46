package check

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Equal status (A6.3): titles, descriptions and objectives are written in every language of the course.
var textMissing = &Rule{
	ID: "text-missing", Level: Error,
	Title:  text("A text of the course exists in every language", "Un texte du cours existe dans toutes les langues"),
	Says:   text("The {what} of “{name}” is missing in “{language}”.", "Il manque, en « {language} », ce texte de « {name} » : {what}."),
	Why:    text("Nothing falls back to the other language, so these readers see a hole.", "Rien ne se rabat sur l’autre langue; ces lecteurs voient donc un trou."),
	Source: sourceEqual,
	Advice: text("Add the text in this language.", "Ajoutez le texte dans cette langue."),
	course: func(p *pass) {
		top := course.Place{File: "course.yaml", Line: 1, Column: 1}
		p.needs(top, p.c.Key, text("title", "le titre"), p.c.Title)
		p.needs(top, p.c.Key, text("description", "la description"), p.c.Description)
		p.needs(top, p.c.Key, text("audience", "le public"), p.c.Audience)
		for _, o := range p.c.Objectives {
			p.needs(o.Place, o.ID, text("wording", "l’énoncé"), o.Text)
		}
		for _, m := range p.c.Modules {
			p.needs(m.Place, m.Key, text("title", "le titre"), m.Title)
			p.needs(m.Place, m.Key, text("description", "la description"), m.Description)
			for _, o := range m.Objectives {
				p.needs(o.Place, o.ID, text("wording", "l’énoncé"), o.Text)
			}
		}
		for _, k := range p.c.Concepts {
			p.needs(k.Place, k.ID, text("name", "le nom"), k.Name)
			p.needs(k.Place, k.ID, text("definition", "la définition"), k.Definition)
		}
	},
}

// needs reports each language of the course in which a text is missing.
func (p *pass) needs(place course.Place, name string, what, t lang.Text) {
	for _, tag := range p.c.Tags() {
		if !t.Has(tag) {
			p.at(place, "", tag, A{"what": what, "name": name, "language": tag})
		}
	}
}
