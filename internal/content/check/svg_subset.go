package check

import (
	"atelier/internal/content/course"
)

// docs/format, "Diagrams": a small part of SVG that every edition can draw.
var svgSubset = &Rule{
	ID: "svg-subset", Level: Error,
	Title:  text("A diagram uses the part of SVG that every edition can draw", "Un schéma emploie la partie de SVG que toutes les éditions savent dessiner"),
	Says:   text("{target}: {what}.", "{target} : {what}."),
	Why:    text("PDF and EPUB draw the diagram themselves; scripts and links in it are a risk.", "Le PDF et l’EPUB dessinent eux-mêmes le schéma; un script ou un lien y est un risque."),
	Source: sourceFormat,
	Advice: text("Use svg g path rect circle ellipse line polyline polygon text tspan title desc defs marker use, and a viewBox.", "Employez svg g path rect circle ellipse line polyline polygon text tspan title desc defs marker use, et un viewBox."),
	course: func(p *pass) {
		for _, m := range p.c.Media {
			for _, s := range readDrawing(m.SVG).slips {
				p.at(course.Place{File: m.Path, Line: max(s.line, 1), Column: 1}, "", "", A{"target": m.Path, "what": s.what})
			}
		}
	},
}
