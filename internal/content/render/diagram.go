package render

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// diagram is an SVG drawing with its words in one language, cut where what
// differs from page to page stands: the ids inside it.
type diagram struct {
	attributes string   // of the svg element
	pieces     []string // what is between the ids; each cut takes the figure's id and a hyphen
	width      float64  // of the viewBox
	height     float64
}

// The subset of SVG that every edition can draw (docs/format/course.md,
// "Diagrams"). title and desc are left out: they are not in the page's language.
var diagramElements = map[string]bool{
	"svg": true, "g": true, "path": true, "rect": true, "circle": true, "ellipse": true, "line": true,
	"polyline": true, "polygon": true, "text": true, "tspan": true, "defs": true, "marker": true, "use": true,
}

// cut stands for the figure's id while a diagram is read.
const cut = "\x00"

// newDiagram reads a drawing. What is outside the subset is left out; a drawing
// that is no XML is drawn as far as it could be read.
func newDiagram(m *course.Medium, tag lang.Tag) *diagram {
	d := &diagram{}
	var out strings.Builder
	dec := xml.NewDecoder(bytes.NewReader(m.SVG))
	dec.Strict = true
	var open []string
	skipped := 0
	for {
		token, err := dec.RawToken()
		if err != nil {
			break
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			switch {
			case skipped > 0 || token.Name.Space != "" || !diagramElements[name]:
				skipped++
			case name == "svg" && len(open) == 0:
				d.svg(token)
				open = append(open, name)
			case name == "svg" || len(open) == 0:
				skipped++
			default:
				out.WriteString("<" + name + diagramAttributes(token.Attr) + ">")
				open = append(open, name)
			}
		case xml.EndElement:
			switch {
			case skipped > 0:
				skipped--
			case len(open) > 1:
				out.WriteString("</" + open[len(open)-1] + ">")
				open = open[:len(open)-1]
			}
		case xml.CharData:
			if skipped == 0 && len(open) > 0 {
				out.WriteString(Escape(fillText(string(token), m.Text, tag)))
			}
		}
	}
	for len(open) > 1 {
		out.WriteString("</" + open[len(open)-1] + ">")
		open = open[:len(open)-1]
	}
	d.pieces = strings.Split(strings.TrimSpace(out.String()), cut)
	return d
}

// svg keeps the viewBox; the size is the page's affair.
func (d *diagram) svg(e xml.StartElement) {
	for _, a := range e.Attr {
		if a.Name.Local != "viewBox" {
			continue
		}
		d.attributes = ` viewBox="` + Escape(a.Value) + `"`
		if f := strings.Fields(strings.ReplaceAll(a.Value, ",", " ")); len(f) == 4 {
			d.width, _ = strconv.ParseFloat(f[2], 64)
			d.height, _ = strconv.ParseFloat(f[3], 64)
		}
	}
}

// diagramAttributes writes the attributes that draw; what runs or leads out of
// the drawing is left out, and ids get the figure's in front.
func diagramAttributes(list []xml.Attr) string {
	var out strings.Builder
	written := map[string]bool{}
	for _, a := range list {
		name, value := a.Name.Local, strings.ReplaceAll(a.Value, cut, "")
		switch {
		case strings.HasPrefix(name, "on"), name == "style", name == "xmlns", written[name],
			a.Name.Space != "" && name != "href": // what editors note for themselves
			continue
		case name == "id":
			value = cut + plainID(value)
		case name == "href":
			if !strings.HasPrefix(value, "#") {
				continue
			}
			value = "#" + cut + plainID(value[1:])
		case strings.Contains(value, "url("):
			id, ok := strings.CutPrefix(value, "url(#")
			if !ok {
				continue
			}
			id, after, _ := strings.Cut(id, ")")
			value = "url(#" + cut + plainID(id) + ")" + after
		}
		written[name] = true
		out.WriteString(" " + name + `="` + escapeKeepingCuts(value) + `"`)
	}
	return out.String()
}

// plainID is an id of a drawing as what may follow in a name of XML: other
// characters are written as their number.
func plainID(id string) string {
	var out strings.Builder
	for _, r := range id {
		if r == '-' || r == '.' || r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' {
			out.WriteRune(r)
		} else {
			out.WriteString("_" + strconv.FormatInt(int64(r), 16) + "_")
		}
	}
	return out.String()
}

func escapeKeepingCuts(value string) string {
	parts := strings.Split(value, cut)
	for i := range parts {
		parts[i] = Escape(parts[i])
	}
	return strings.Join(parts, cut)
}

// fillText puts the words of a language in the place of {name}. A name without a
// text in this language stays, so that it is seen.
func fillText(s string, texts map[string]lang.Text, tag lang.Tag) string {
	s = strings.ReplaceAll(s, cut, "")
	if !strings.Contains(s, "{") {
		return s
	}
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "{")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if t := texts[name]; closed && t.Has(tag) {
			out.WriteString(t.In(tag))
			s = after
			continue
		}
		out.WriteByte('{')
		s = rest
	}
}

// append draws the diagram. alt is its name; describedBy is the element that
// says the same in words, may be empty. Without alt it is decoration.
func (d *diagram) append(dst []byte, id, alt, describedBy string) []byte {
	dst = append(dst, `<svg class="diagram"`...)
	dst = append(dst, d.attributes...)
	prefix := id + "-"
	if alt == "" {
		dst = append(dst, ` aria-hidden="true">`...)
	} else {
		dst = append(dst, ` role="img" aria-labelledby="`...)
		dst = append(dst, prefix...)
		dst = append(dst, `name"`...)
		if describedBy != "" {
			dst = append(dst, ` aria-describedby="`...)
			dst = appendEscaped(dst, describedBy)
			dst = append(dst, '"')
		}
		dst = append(dst, `><title id="`...)
		dst = append(dst, prefix...)
		dst = append(dst, `name">`...)
		dst = appendEscaped(dst, alt)
		dst = append(dst, `</title>`...)
	}
	for i, piece := range d.pieces {
		if i > 0 {
			dst = append(dst, prefix...)
		}
		dst = append(dst, piece...)
	}
	return append(dst, `</svg>`...)
}
