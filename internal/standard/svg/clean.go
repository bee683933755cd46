// Package svg makes drawings of strangers safe to serve (SVG 2, W3C Candidate
// Recommendation of 2018-10-04).
//
// Words: a drawing is an SVG document; what is safe is what draws by itself:
// shapes, text, gradients, clips, and references to parts of the same drawing.
//
// Invariants: a drawing is parsed and written anew from a list of what is allowed, it
// is never filtered as text; nothing that runs, loads or links leaves the package; the
// same bytes give the same bytes, and what is clean stays as it is.
package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"atelier/internal/standard/xmldoc"
)

// Namespace is the name of SVG's elements (SVG 2, 1.3.3).
const Namespace = "http://www.w3.org/2000/svg"

// Bounds of a drawing.
const (
	maxDepth    = 64
	maxElements = 20_000
)

// elements draw and do nothing else (SVG 2, appendix F). Not among them: script,
// foreignObject, a, image, animate, set, style, filter, use of other documents.
var elements = strings.Fields(`svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan
	linearGradient radialGradient stop clipPath mask pattern marker`)

// wordy are the elements that hold text.
var wordy = []string{"text", "tspan", "title", "desc"}

// attributes say where and how something is drawn (SVG 2, appendices on properties and attributes).
var attributes = strings.Fields(`id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points transform
	fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity
	opacity color clip-path clip-rule mask marker-start marker-mid marker-end display visibility
	gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity fx fy fr
	clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits patternTransform preserveAspectRatio
	markerWidth markerHeight markerUnits refX refY orient version role aria-label
	font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing dx dy textLength vector-effect paint-order`)

// ErrNotDrawing says that bytes are no SVG document that can be drawn.
var ErrNotDrawing = errors.New("svg: not a drawing")

// Clean writes a drawing anew with what is safe in it. Elements and attributes that
// are not on the list are left out, with all they hold. It refuses, with
// [ErrNotDrawing], what is not well-formed, has a document type or is too deep or
// long to be drawn.
func Clean(data []byte) ([]byte, error) {
	in := xml.NewDecoder(bytes.NewReader(data))
	in.Entity = map[string]string{} // no entities but those of XML
	out := xmldoc.New()
	c := cleaner{out: out}
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrNotDrawing, err)
		}
		if err := c.take(token); err != nil {
			return nil, err
		}
	}
	if !c.drawn {
		return nil, fmt.Errorf("%w: no svg element", ErrNotDrawing)
	}
	return out.Bytes(), nil
}

// cleaner writes the tokens of a drawing that are safe.
type cleaner struct {
	out   *xmldoc.Doc
	path  []string // the elements that are kept and not closed yet
	left  int      // elements that are open inside one that is left out, that one included
	count int
	drawn bool // there was an svg element
}

func (c *cleaner) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.Directive:
		return fmt.Errorf("%w: it has a document type", ErrNotDrawing)
	case xml.StartElement:
		return c.open(t)
	case xml.EndElement:
		switch {
		case c.left > 0:
			c.left--
		default:
			c.path = c.path[:len(c.path)-1]
			c.out.Close()
		}
	case xml.CharData:
		if c.left == 0 && len(c.path) > 0 && slices.Contains(wordy, c.path[len(c.path)-1]) {
			c.out.Text(string(t))
		}
	}
	return nil
}

func (c *cleaner) open(t xml.StartElement) error {
	if c.count++; c.count > maxElements || len(c.path)+c.left >= maxDepth {
		return fmt.Errorf("%w: too many elements", ErrNotDrawing)
	}
	root := len(c.path) == 0 && c.left == 0
	if root && (c.drawn || t.Name.Local != "svg" || t.Name.Space != Namespace) {
		return fmt.Errorf("%w: the root is %q", ErrNotDrawing, t.Name.Local)
	}
	if c.left > 0 || t.Name.Space != Namespace || !slices.Contains(elements, t.Name.Local) {
		c.left++
		return nil
	}
	var kept []string
	if root {
		kept = append(kept, "xmlns", Namespace)
	}
	said := map[string]bool{}
	for _, a := range t.Attr {
		// encoding/xml bears a name twice, and href may also come as xlink:href; a browser draws neither.
		if name, value, ok := safe(a); ok && !said[name] {
			kept, said[name] = append(kept, name, value), true
		}
	}
	c.path, c.drawn = append(c.path, t.Name.Local), true
	c.out.Open(t.Name.Local, kept...)
	return nil
}

// safe is an attribute that draws and leads nowhere else.
func safe(a xml.Attr) (name, value string, ok bool) {
	name, value = a.Name.Local, strings.TrimSpace(a.Value)
	if name == "href" && (a.Name.Space == "" || a.Name.Space == "http://www.w3.org/1999/xlink") {
		return "href", value, strings.HasPrefix(value, "#")
	}
	if a.Name.Space != "" || !slices.Contains(attributes, name) {
		return "", "", false
	}
	return name, value, !leadsOut(value)
}

// loading are what loads something, or hides what does. Functions that make a picture take its address as text, without
// url (CSS Images 4, 2; CSS Values 4, 4.5).
var loading = []string{`\`, "/*", "javascript:", "data:", "expression(", "image(", "image-set(", "cross-fade(", "src("}

// leadsOut says whether a value may load something: only url(#part) may stand.
func leadsOut(value string) bool {
	low := strings.ToLower(value)
	if slices.ContainsFunc(loading, func(one string) bool { return strings.Contains(low, one) }) {
		return true
	}
	for rest := low; ; {
		_, after, found := strings.Cut(rest, "url(")
		if !found {
			return false
		}
		if !strings.HasPrefix(strings.TrimLeft(after, ` "'`), "#") {
			return true
		}
		rest = after
	}
}
