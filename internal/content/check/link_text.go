package check

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// WCAG 2.2, 2.4.4 Link Purpose (and 2.4.9): the words of a link say where it leads; also read alone, in a list of links.
var linkText = &Rule{
	ID: "link-text", Level: Warning,
	Title:  text("The words of a link say where it leads", "Les mots d’un lien disent où il mène"),
	Says:   text("The link “{words}” does not say where it leads.", "Le lien « {words} » ne dit pas où il mène."),
	Why:    text("Screen readers list the links of a page without the words around them.", "Les lecteurs d’écran donnent la liste des liens d’une page, sans les mots autour."),
	Source: wcag("2.4.4"),
	Advice: text("Make the name of the page or document the link.", "Mettez le lien sur le nom de la page ou du document."),
	Only:   bothWorded,
	block: func(p *pass, t *Text, b *course.Block) {
		eachInline(b, func(in course.Inline) {
			if in.Kind != course.Link {
				return
			}
			s := strings.Trim(lower(course.Plain(in.Children)), " .!…»«\u00a0")
			if vagueLinks[t.Tag.Base()][s] {
				p.on(t, b, A{"words": course.Plain(in.Children)})
			}
		})
	},
}

var vagueLinks = map[lang.Tag]map[string]bool{
	lang.English: setOf("here", "click here", "this", "this link", "link", "more", "read more", "learn more", "see more", "this page",
		"this document", "page", "download", "click", "follow this link", "see here", "more information", "details", "website"),
	lang.French: setOf("ici", "cliquez ici", "cliquer ici", "ce lien", "lien", "en savoir plus", "lire la suite", "plus", "voir plus",
		"cette page", "ce document", "page", "télécharger", "suivez ce lien", "voir ici", "par ici", "plus d’information",
		"plus d’informations", "détails", "site web", "ce site"),
}

func setOf(items ...string) map[string]bool {
	m := map[string]bool{}
	for _, s := range items {
		m[s] = true
	}
	return m
}
