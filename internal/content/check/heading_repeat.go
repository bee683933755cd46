package check

import (
	"strconv"
	"strings"

	"atelier/internal/content/course"
)

// WCAG 2.2, 2.4.6: headings describe topic or purpose; two alike under one page can not be told apart in a list.
var headingRepeat = &Rule{
	ID: "heading-repeat", Level: Warning,
	Title:  text("No two headings of a page are alike", "Deux titres d’une page ne sont pas pareils"),
	Says:   text("The heading “{words}” already stands on line {line} of this page.", "Le titre « {words} » figure déjà à la ligne {line} de cette page."),
	Why:    text("In a list of headings, two that are alike can not be told apart.", "Dans la liste des titres, deux titres pareils ne se distinguent pas."),
	Source: wcag("2.4.6"),
	Advice: text("Say in each heading what is particular to its part.", "Dites dans chaque titre ce que sa partie a de particulier."),
	doc: func(p *pass, t *Text) {
		seen := map[string]int{}
		for _, b := range t.Leaves {
			if b.Kind != course.Heading {
				continue
			}
			words := strings.TrimSpace(course.Plain(b.Inlines))
			key := strings.ToLower(words)
			if line, again := seen[key]; again && key != "" {
				p.on(t, b, A{"words": words, "line": strconv.Itoa(line)})
			}
			seen[key] = b.Line
		}
	},
}
