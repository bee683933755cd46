package check

import (
	"atelier/internal/base/lang"
)

// WCAG 2.2, 1.3.3: “above” and “below” are understood where order is the only thing meant, and break when text moves.
var orderWords = &Rule{
	ID: "order-words", Level: Note,
	Title:  text("The text does not point above or below", "Le texte ne renvoie pas au-dessus ou au-dessous"),
	Says:   text("“{phrase}” points up or down the page: “{words}”.", "« {phrase} » renvoie plus haut ou plus bas dans la page : « {words} »."),
	Why:    text("Passages are read alone, reused and moved; then there is nothing above or below.", "Les passages se lisent seuls, se réutilisent et se déplacent; il n’y a alors plus rien au-dessus ni au-dessous."),
	Source: wcag("1.3.3"),
	Advice: text("Name the thing, or link to it.", "Nommez la chose, ou faites un lien vers elle."),
	Only:   bothWorded,
	words: func() []entry {
		e, f := lang.English, lang.French
		return []entry{
			{e, "see|as|shown|described|mentioned|listed|explained above|below", ""}, {e, "the table|figure|diagram|list|image|example|section|paragraph above|below", ""},
			{e, "the above|below table|figure|diagram|list|image|example|section", ""},
			{f, "ci-dessus", ""}, {f, "ci-dessous", ""}, {f, "voir|voyez plus haut|bas", ""},
		}
	},
}
