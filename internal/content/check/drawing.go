package check

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// drawing is an SVG file as the rules on diagrams read it.
type drawing struct {
	slips []slip
	words []drawnWord
}

type drawnWord struct {
	line int
	text string
}

var svgElements = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields("svg g path rect circle ellipse line polyline polygon text tspan title desc defs marker use") {
		m[name] = true
	}
	return m
}()

func readDrawing(src []byte) drawing {
	var d drawing
	if len(src) == 0 {
		return d
	}
	dec := xml.NewDecoder(bytes.NewReader(src))
	root := true
	var open []string
	for {
		line, _ := dec.InputPos()
		tok, err := dec.Token()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				d.slip(line, "the file is no well-formed XML", "le fichier n’est pas du XML bien formé")
			}
			return d
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			d.element(line, tok, root)
			root = false
			open = append(open, tok.Name.Local)
		case xml.EndElement:
			open = open[:max(0, len(open)-1)]
		case xml.CharData:
			if s := strings.TrimSpace(string(tok)); s != "" && len(open) > 0 && open[len(open)-1] != "desc" && open[len(open)-1] != "style" && open[len(open)-1] != "script" {
				d.words = append(d.words, drawnWord{line, s})
			}
		case xml.Directive:
			d.slip(line, "a document type is not allowed", "une déclaration de type de document n’est pas permise")
		}
	}
}

func (d *drawing) slip(line int, en, fr string) {
	d.slips = append(d.slips, slip{line, text(en, fr)})
}

func (d *drawing) element(line int, e xml.StartElement, root bool) {
	name := e.Name.Local
	if !svgElements[name] {
		d.slip(line, "<"+name+"> is not in the subset", "<"+name+"> n’est pas dans le sous-ensemble")
	}
	viewBox := false
	for _, a := range e.Attr {
		key := strings.ToLower(a.Name.Local)
		viewBox = viewBox || key == "viewbox"
		switch {
		case key == "style" || strings.HasPrefix(key, "on"):
			d.slip(line, "the attribute “"+a.Name.Local+"” is not in the subset", "l’attribut « "+a.Name.Local+" » n’est pas dans le sous-ensemble")
		case key == "href" && !strings.HasPrefix(a.Value, "#"):
			d.slip(line, "a link out of the drawing is not allowed", "un lien hors du dessin n’est pas permis")
		}
	}
	if root && name == "svg" && !viewBox {
		d.slip(line, "the drawing has no viewBox", "le dessin n’a pas de viewBox")
	}
}
