package check

import (
	"strconv"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// WebVTT (W3C): the file begins with WEBVTT; each cue ends after it began; cues are in order and do not overlap (A4.1).
var captionsValid = &Rule{
	ID: "captions-valid", Level: Error,
	Title:  text("Captions are WebVTT, in order and without overlap", "Les sous-titres sont du WebVTT, dans l’ordre et sans chevauchement"),
	Says:   text("Line {line} of {file}: {what}.", "Ligne {line} de {file} : {what}."),
	Why:    text("Players drop what they can not read, and show two overlapping captions one upon the other.", "Les lecteurs vidéo écartent ce qu’ils ne peuvent lire et superposent deux sous-titres qui se chevauchent."),
	Source: text("WebVTT (W3C); WCAG 2.2, success criterion 1.2.2", "WebVTT (W3C); WCAG 2.2, critère de succès 1.2.2"),
	Advice: text("Correct the times: 00:01:02.000 --> 00:01:05.500, each cue after the one before.", "Corrigez les temps : 00:01:02.000 --> 00:01:05.500, chaque sous-titre après le précédent."),
	course: func(p *pass) {
		p.eachCaptions(func(file string, tag lang.Tag, track captions) {
			for _, slip := range track.slips {
				line := strconv.Itoa(slip.line)
				p.at(course.Place{File: file, Line: slip.line, Column: 1}, "", tag, A{"line": line, "file": file, "what": slip.what})
			}
		})
	},
}
