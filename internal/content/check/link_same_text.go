package check

import (
	"strings"

	"atelier/internal/content/course"
)

// WCAG 2.2, 2.4.4 and 3.2.4: the same words lead to the same place.
var linkSameText = &Rule{
	ID: "link-same-text", Level: Warning,
	Title:  text("The same words lead to the same place", "Les mêmes mots mènent au même endroit"),
	Says:   text("The link “{words}” leads to {one} and to {other} on this page.", "Sur cette page, le lien « {words} » mène à {one} et à {other}."),
	Why:    text("In a list of links the two can not be told apart.", "Dans la liste des liens, les deux ne se distinguent pas."),
	Source: wcag("2.4.4"),
	Advice: text("Say in each what is particular to its page.", "Dites dans chacun ce que sa page a de particulier."),
	doc: func(p *pass, t *Text) {
		seen := map[string]string{}
		for _, b := range t.Leaves {
			eachInline(b, func(in course.Inline) {
				key := strings.ToLower(strings.TrimSpace(course.Plain(in.Children)))
				if in.Kind != course.Link || key == "" {
					return
				}
				if one, again := seen[key]; again && one != in.Target {
					p.on(t, b, A{"words": course.Plain(in.Children), "one": one, "other": in.Target})
				} else {
					seen[key] = in.Target
				}
			})
		}
	},
}
