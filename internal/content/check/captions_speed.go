package check

import (
	"unicode/utf8"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// A4.1 (a budget of ours): at most 20 characters a second, so that one can read and look.
var captionsSpeed = &Rule{
	ID: "captions-speed", Level: Warning,
	Title:  text("Captions leave time to read", "Les sous-titres laissent le temps de lire"),
	Says:   text("{rate} characters a second: “{words}”.", "{rate} caractères par seconde : « {words} »."),
	Why:    text("Above 20 characters a second most people read instead of watching, or give up.", "Au-delà de 20 caractères par seconde, la plupart des gens lisent sans regarder, ou abandonnent."),
	Source: text("House budget; WCAG 2.2, success criterion 1.2.2", "Budget de la maison; WCAG 2.2, critère de succès 1.2.2"),
	Advice: text("Shorten the caption or let it stand longer.", "Raccourcissez le sous-titre ou laissez-le plus longtemps."),
	course: func(p *pass) {
		p.eachCaptions(func(file string, tag lang.Tag, track captions) {
			for _, cue := range track.cues {
				seconds := float64(cue.end-cue.start) / 1000
				if seconds <= 0 {
					continue
				}
				if rate := float64(utf8.RuneCountInString(cue.text)) / seconds; rate > 20 {
					p.at(course.Place{File: file, Line: cue.line, Column: 1}, "", tag, A{"rate": rate, "words": quote(cue.text, 0, len(cue.text))})
				}
			}
		})
	},
}
