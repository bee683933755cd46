package check

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Creative Commons asks of whoever adapts to name the work, its author and its licence and to say what was changed (BY
// 4.0, section 3(a)); a licence without derivatives gives no leave to.
var adaptationBasis = &Rule{
	ID: "adaptation-basis", Level: Error,
	Title:  text("An adaptation names what it follows, and may follow it", "Une adaptation nomme ce qu’elle suit, et a le droit de le suivre"),
	Says:   text("What this course follows is not whole: {what}.", "Ce que ce cours suit n’est pas complet : {what}."),
	Why:    text("Who adapts a course has to credit it, say its licence and say what was changed.", "Qui adapte un cours doit le citer, en dire la licence et dire ce qui a été modifié."),
	Source: text("Creative Commons BY 4.0, section 3(a); needs of reuse: title, author, source, licence", "Creative Commons BY 4.0, section 3(a); besoins de la réutilisation : titre, auteur, source, licence"),
	Advice: text("Under follows, write title, by, jurisdiction and changes in every language of the course, and licence as SPDX names it.", "Sous follows, écrivez title, by, jurisdiction et changes dans chaque langue du cours, et licence comme SPDX la nomme."),
	course: func(p *pass) {
		f := p.c.Follows
		if f == nil {
			return
		}
		for _, one := range []struct {
			key  string
			text lang.Text
		}{{"title", f.Title}, {"by", f.By}, {"jurisdiction", f.Jurisdiction}, {"changes", f.Changes}} {
			for _, tag := range p.c.Tags() {
				if !one.text.Has(tag) {
					p.at(f.Place, course.ID("follows/"+one.key), tag, A{"what": text(one.key+" is missing in “"+string(tag)+"”", one.key+" manque en « "+string(tag)+" »")})
				}
			}
		}
		switch l := f.Licence; {
		case l == "":
			p.at(f.Place, "", "", A{"what": text("its licence is missing", "sa licence manque")})
		case strings.Contains(l, "-ND"):
			p.at(f.Place, "", "", A{"what": text(l+" allows no adaptations", l+" ne permet pas d’adaptation")})
		}
	},
}
