package check

import (
	"strings"
	"unicode/utf8"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// A4.1 (a budget of ours): at most two lines of 42 characters.
var captionsWidth = &Rule{
	ID: "captions-width", Level: Warning,
	Title:  text("A caption has at most two lines of 42 characters", "Un sous-titre a au plus deux lignes de 42 caractères"),
	Says:   text("{lines} lines, the longest of {count} characters: “{words}”.", "{lines} lignes, la plus longue de {count} caractères : « {words} »."),
	Why:    text("Longer captions cover the picture or break anywhere on a small screen.", "Plus longs, les sous-titres couvrent l’image ou se coupent n’importe où sur un petit écran."),
	Source: text("House budget; WCAG 2.2, success criterion 1.2.2", "Budget de la maison; WCAG 2.2, critère de succès 1.2.2"),
	Advice: text("Break the line, or make two captions of it.", "Coupez la ligne, ou faites-en deux sous-titres."),
	course: func(p *pass) {
		p.eachCaptions(func(file string, tag lang.Tag, track captions) {
			for _, cue := range track.cues {
				rows := strings.Split(cue.text, "\n")
				longest := 0
				for _, row := range rows {
					longest = max(longest, utf8.RuneCountInString(row))
				}
				if longest > 42 || len(rows) > 2 {
					p.at(course.Place{File: file, Line: cue.line, Column: 1}, "", tag,
						A{"lines": len(rows), "count": longest, "words": quote(cue.text, 0, len(cue.text))})
				}
			}
		})
	},
}
