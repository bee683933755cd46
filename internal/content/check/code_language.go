package check

import (
	"atelier/internal/content/course"
)

// docs/format/course.md, "Passages and their ids": the id of fenced code stands in its info string, after the language.
var codeLanguage = &Rule{
	ID: "code-language", Level: Warning,
	Title:  text("Fenced code says its language", "Un bloc de code dit son langage"),
	Says:   text("This block of code does not say what it is written in.", "Ce bloc de code ne dit pas dans quel langage il est écrit."),
	Why:    text("Its id stands after the language, and readers are told what they hear.", "Son identifiant se place après le langage, et on dit au lecteur ce qu’il entend."),
	Source: sourceFormat,
	Advice: text("Write the language after the fence: ```sh, or ```text when there is none.", "Écrivez le langage après les accents graves : ```sh, ou ```text s’il n’y en a pas."),
	block: func(p *pass, t *Text, b *course.Block) {
		if b.Kind == course.Code && b.Info == "" && b.ID == "" { // indented code has its id on a line of its own
			p.on(t, b, nil)
		}
	},
}
