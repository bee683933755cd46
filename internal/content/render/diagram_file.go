package render

import (
	"strconv"
	"strings"
)

// lightStyle is the colours of a drawing that stands alone, on paper or on the white
// of another system: the tokens of base/page in light, by the classes of
// docs/format/course.md, "Diagrams".
var lightStyle = func() string {
	var out strings.Builder
	out.WriteString("text{font-family:sans-serif}")
	for _, c := range [][2]string{
		{"ink", "#1d2328"}, {"ink-2", "#4c555d"}, {"accent", "#0b5563"}, {"accent-ground", "#e6f0f0"}, {"ground", "#fbfaf7"},
		{"sheet", "#ffffff"}, {"done", "#2a6a3c"}, {"warn", "#7c4a00"}, {"wrong", "#a3262a"},
	} {
		out.WriteString("." + c[0] + "{fill:" + c[1] + "}.s-" + c[0] + "{stroke:" + c[1] + "}")
	}
	out.WriteString(".line{fill:#dfdbd2}.s-line{stroke:#767c83}")
	return out.String()
}()

// file is the diagram as an SVG document.
func (d *diagram) file(alt, locale string) []byte {
	out := []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	svg := XHTML(string(d.append(nil, "d", alt, "")))
	open, inside, _ := strings.Cut(svg, ">")
	out = append(out, open...)
	if d.width > 0 && d.height > 0 {
		out = append(out, ` width="`+short(d.width)+`" height="`+short(d.height)+`"`...)
	}
	out = append(out, ` xml:lang="`+Escape(locale)+`">`...)
	title, rest, ok := strings.Cut(inside, "</title>")
	if ok {
		out = append(out, title+"</title>"...)
		inside = rest
	}
	return append(out, "<style>"+lightStyle+"</style>"+inside+"\n"...)
}

func short(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
