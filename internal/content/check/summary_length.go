package check

import (
	"unicode/utf8"

	"atelier/internal/content/course"
)

// A5.2: the summary of a module fits one page, in each language; French runs longer for the same sense, so lines are
// estimated and not words.
var summaryLength = &Rule{
	ID: "summary-length", Level: Warning,
	Title:  text("A one-page summary fits one page", "Un résumé d’une page tient en une page"),
	Says:   text("About {count} lines; a page holds {most}.", "Environ {count} lignes; une page en contient {most}."),
	Why:    text("It is printed, handed out and pinned to the wall: the second page is lost.", "On l’imprime, on le distribue, on l’affiche : la deuxième page se perd."),
	Source: text("The sponsor’s deliverable: one-page summaries", "Le livrable du promoteur : des résumés d’une page"),
	Advice: text("Keep what one does on Monday; leave the rest to the lessons.", "Gardez ce qu’on fera lundi; laissez le reste aux leçons."),
	doc: func(p *pass, t *Text) {
		if t.Page.Kind != course.Summary {
			return
		}
		if n := printedLines(t); n > linesPerPage {
			p.at(course.Place{File: t.File, Line: 1, Column: 1}, "", t.Tag, A{"count": n, "most": linesPerPage})
		}
	},
}

// A Letter page with 2 cm margins and 10.5-point type holds about 56 lines of 92 characters.
const (
	linesPerPage  = 56
	charsPerLine  = 92
	halfSpaceUnit = 2 // space after a block, in half lines
)

// printedLines estimates how many lines a page takes in print.
func printedLines(t *Text) int {
	halves := 0
	for _, pc := range t.Pieces {
		width := charsPerLine
		switch pc.Kind {
		case pieceItem:
			width -= 6
		case pieceHeading:
			halves += 2 * halfSpaceUnit
			width = 60
		case pieceCell:
			width /= 3
		case pieceAlt:
			halves += 20
			continue
		}
		n := utf8.RuneCountInString(pc.Text)
		halves += 2 * ((n + width - 1) / width)
		if pc.Kind == pieceParagraph {
			halves += halfSpaceUnit / 2
		}
	}
	return (halves + 1) / 2
}
