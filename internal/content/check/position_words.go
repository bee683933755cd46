package check

import (
	"atelier/internal/base/lang"
)

// WCAG 2.2, 1.3.3 Sensory Characteristics: instructions do not rest on where a thing stands on the screen.
var positionWords = &Rule{
	ID: "position-words", Level: Warning,
	Title:  text("The text does not point left, right or beside", "Le texte ne renvoie pas à gauche, à droite ou à côté"),
	Says:   text("“{phrase}” points to a place on the screen: “{words}”.", "« {phrase} » renvoie à un endroit de l’écran : « {words} »."),
	Why:    text("On a phone, in print, in the text edition and for the ear there is no such place.", "Sur un téléphone, sur papier, dans l’édition texte et à l’oreille, cet endroit n’existe pas."),
	Source: wcag("1.3.3"),
	Advice: text("Name the thing: “the table on licences”, “the button Next”.", "Nommez la chose : « le tableau des licences », « le bouton Suivant »."),
	Only:   bothWorded,
	words: func() []entry {
		const en = "column|menu|panel|image|picture|figure|diagram|table|button|box|side|margin|sidebar|corner|hand"
		const fr = "colonne|menu|panneau|image|figure|schéma|tableau|bouton|case|marge|encadré|graphique|flèche|coin|boîte"
		e, f := lang.English, lang.French
		return []entry{
			{e, "left|right " + en + " of the|your|this screen|page", ""}, {e, "in|on|from the left|right column|menu|panel|margin|sidebar", ""},
			{e, "on the left-hand|right-hand side", ""}, {e, "to the left|right of the image|picture|figure|diagram|table|text|button|box|page|screen", ""},
			{e, "image|picture|figure|diagram|table|button|box|menu|column on|at|to the left|right|side", ""}, {e, "image|picture|figure|diagram|table|box opposite", ""},
			{e, "click|press|tap on the left|right", ""}, {e, "top|bottom of your|the screen", ""}, {e, "top|bottom left|right corner", ""},
			{f, "ci-contre", ""}, {f, fr + " de gauche|droite", ""}, {f, fr + " à gauche|droite", ""}, {f, fr + " ci-à-côté", ""},
			{f, "à gauche|droite de l’ écran|image|encadré", ""}, {f, "à gauche|droite du tableau|schéma|texte|bouton|menu|graphique", ""},
			{f, "à gauche|droite de la page|figure|case", ""}, {f, "cliquez|appuyez à gauche|droite", ""}, {f, "dans la marge de gauche|droite", ""},
			{f, "en haut|bas de l’ écran", ""}, {f, "en haut|bas à gauche|droite", ""},
		}
	},
}
