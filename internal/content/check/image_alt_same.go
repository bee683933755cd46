package check

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// WCAG 2.2, 3.1.1 and A2.1: an alternative is written in the language of its page.
var imageAltSame = &Rule{
	ID: "image-alt-same", Level: Warning,
	Title:  text("A text alternative is written in each language", "Un texte de remplacement est rédigé dans chaque langue"),
	Says:   text("“{words}” is the text alternative in “{one}” and in “{other}”.", "« {words} » est le texte de remplacement en « {one} » et en « {other} »."),
	Why:    text("A voice that speaks one language reads the words of the other.", "Une voix qui parle une langue lit les mots de l’autre."),
	Source: wcag("1.1.1"),
	Advice: text("Write it in the language of the page.", "Rédigez-le dans la langue de la page."),
	page: func(p *pass, page *course.Page) {
		seen := map[string]lang.Tag{}
		for _, t := range p.of[page] {
			for _, b := range t.Leaves {
				src, alt, ok := imageOf(b)
				if !ok || len(words(alt, t.Tag)) < 2 {
					continue
				}
				if one, again := seen[src+"\n"+alt]; again && one != t.Tag {
					p.on(t, b, A{"words": alt, "one": one, "other": t.Tag})
				}
				seen[src+"\n"+alt] = t.Tag
			}
		}
	},
}
