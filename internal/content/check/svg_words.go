package check

import (
	"strings"
	"unicode"

	"atelier/internal/content/course"
)

// docs/format, "Diagrams": words are placeholders, worded in every language beside the drawing (A6.3).
var svgWords = &Rule{
	ID: "svg-words", Level: Error,
	Title:  text("The words of a diagram exist in every language", "Les mots d’un schéma existent dans chaque langue"),
	Says:   text("{target}: “{words}” is not worded in “{language}”.", "{target} : « {words} » n’est pas rédigé en « {language} »."),
	Why:    text("Readers of one language would see the words of the other, or a hole.", "Les lecteurs d’une langue verraient les mots de l’autre, ou un trou."),
	Source: sourceEqual,
	Advice: text("Write {name} in the drawing and its words under text: in the medium’s .yaml.", "Écrivez {nom} dans le dessin et ses mots sous text: dans le .yaml du média."),
	course: func(p *pass) {
		for _, m := range p.c.Media {
			for _, w := range readDrawing(m.SVG).words {
				name, ok := placeholder(w.text)
				for _, tag := range p.c.Tags() {
					if ok && !m.Text[name].Has(tag) || !ok && wordy(w.text) {
						p.at(course.Place{File: m.Path, Line: w.line, Column: 1}, "", tag, A{"target": m.Path, "words": w.text, "language": tag})
					}
				}
			}
		}
	},
}

func placeholder(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}") {
		return s[1 : len(s)-1], true
	}
	return "", false
}

// wordy says whether a text holds words of a language, not only digits and signs.
func wordy(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n > 1
}
