package check

import (
	"atelier/internal/base/lang"
)

// WCAG 2.2, 1.4.1 Use of Color and 1.3.3: colour is never the only way to say which.
var colourWords = &Rule{
	ID: "colour-words", Level: Warning,
	Title:  text("Colour is not the only way to say which", "La couleur n’est pas la seule façon de désigner"),
	Says:   text("“{phrase}” designates by colour: “{words}”.", "« {phrase} » désigne par la couleur : « {words} »."),
	Why:    text("Who does not see colours, prints in black or listens can not tell which is meant.", "Qui ne distingue pas les couleurs, imprime en noir ou écoute ne sait pas de quoi il s’agit."),
	Source: wcag("1.4.1"),
	Advice: text("Name the thing by its words; colour may come on top.", "Nommez la chose par ses mots; la couleur peut s’y ajouter."),
	Only:   bothWorded,
	words: func() []entry {
		const colours = "red|green|blue|yellow|orange|grey|gray|purple"
		const couleurs = "rouge|vert|verte|bleu|bleue|jaune|orange|gris|grise|mauve|rouges|verts|vertes|bleus|bleues|jaunes|gris|grises"
		e, f := lang.English, lang.French
		return []entry{
			{e, "in|is|are|shown|marked|highlighted|written|displayed|appears|appear|turns|turn in " + colours, ""},
			{e, "answers|answer|items|boxes|parts|words|cells|rows|columns|lines|fields in " + colours, ""},
			{e, "the " + colours + " button|box|line|lines|arrow|arrows|text|cell|cells|row|rows|column|area|areas|bar|bars|link|links|field|fields|icon", ""},
			{f, "indiqué|indiquée|indiqués|indiquées|marqué|marquée|marqués|marquées|affiché|affichée|affichés|affichées|écrit|écrite|écrits|écrites|surligné|surlignés|surlignées|est|sont en " + couleurs, ""},
			{f, "réponses|réponse|éléments|cases|parties|mots|cellules|rangées|colonnes|lignes|champs|texte en " + couleurs, ""},
			{f, "bouton|boîte|ligne|lignes|flèche|flèches|case|cases|cellule|cellules|rangée|rangées|colonne|zone|zones|barre|barres|lien|liens|champ|champs|encadré|texte " + couleurs, ""},
		}
	},
}
