package check

import (
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// docs/format: the accepted answers of a numeric question are numbers, read in the language of the page.
var questionNumeric = &Rule{
	ID: "question-numeric", Level: Error,
	Title:  text("The answers of a numeric question are numbers", "Les réponses d’une question numérique sont des nombres"),
	Says:   text("“{words}” is not a number in “{language}”.", "« {words} » n’est pas un nombre en « {language} »."),
	Why:    text("No answer could ever match it.", "Aucune réponse ne pourrait jamais y correspondre."),
	Source: sourceFormat,
	Advice: text("Write 1,234.5 in English, 1 234,5 in French; the unit stands in unit=.", "Écrivez 1 234,5 en français, 1,234.5 en anglais; l’unité va dans unit=."),
	question: func(p *pass, t *Text, q *course.Question) {
		if q.Kind != course.Numeric {
			return
		}
		for _, ch := range q.Choices {
			if said := course.Plain(ch.Text.Inlines); !isNumber(said, t.Tag) {
				p.on(t, ch.Text, A{"words": said, "language": t.Tag})
			}
		}
	},
}

func isNumber(s string, tag lang.Tag) bool {
	group, point := ",", "."
	if lang.Interface(tag) == lang.French {
		group, point = "\u00a0", ","
		s = strings.ReplaceAll(strings.ReplaceAll(s, " ", "\u00a0"), "\u202f", "\u00a0")
	}
	s = strings.ReplaceAll(strings.TrimSpace(s), group, "")
	_, err := strconv.ParseFloat(strings.Replace(strings.Replace(s, point, ".", 1), "−", "-", 1), 64)
	return err == nil && !strings.ContainsAny(s, "eExX_")
}
