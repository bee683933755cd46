package qti

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"atelier/internal/standard/xmldoc"
)

// elements22 are the elements of XHTML that an item of 2.2 may hold (ASI 2.2, 8), and what stands for those it may
// not: those of HTML5 are in a namespace of their own there, which few systems read.
var elements22 = map[string]string{
	"p": "p", "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6", "pre": "pre", "blockquote": "blockquote",
	"div": "div", "ol": "ol", "ul": "ul", "li": "li", "dl": "dl", "dt": "dt", "dd": "dd", "hr": "hr", "br": "br", "img": "img",
	"em": "em", "strong": "strong", "a": "a", "code": "code", "span": "span", "sub": "sub", "sup": "sup", "abbr": "abbr", "q": "q", "cite": "cite",
	"table": "table", "caption": "caption", "thead": "thead", "tbody": "tbody", "tfoot": "tfoot", "tr": "tr", "th": "th", "td": "td",
	"aside": "div", "section": "div", "figure": "div", "figcaption": "p", "small": "span", "mark": "em", "i": "em", "b": "strong",
}

// attributes22 are the attributes that are kept, of every element and of single ones.
var attributes22 = map[string][]string{
	"": {"id", "class", "xml:lang", "dir"}, "a": {"href"}, "img": {"src", "alt", "width", "height"}, "th": {"scope", "colspan", "rowspan", "headers"},
	"td": {"colspan", "rowspan", "headers"}, "table": {"summary"},
}

// attributes30 are kept besides in 3.0, whose content is HTML5 (ASI 3.0, 2.14).
var attributes30 = map[string][]string{
	"": {"lang", "title", "role", "aria-hidden", "aria-label", "aria-labelledby", "aria-describedby"}, "ol": {"start", "type", "reversed"}, "li": {"value"}, "a": {"hreflang"},
}

// html5 are the elements that 3.0 keeps as they are.
var html5 = map[string]bool{"aside": true, "section": true, "figure": true, "figcaption": true, "small": true, "mark": true, "i": true, "b": true}

var gap = regexp.MustCompile(`_{3,}`)

// Fragment keeps of a fragment what the version holds. Elements that it does not know give their content alone, or
// what resembles them. Where gap is not empty, the first run of three or more low lines of the text becomes it, and
// found says so. The error says that the fragment is not well-formed.
func (v Version) Fragment(fragment, inGap string) (out string, found bool, err error) {
	s := shaper{version: v, gap: inGap}
	d := xml.NewDecoder(strings.NewReader("<x>" + fragment + "</x>"))
	d.Entity = map[string]string{"nbsp": "\u00a0"}
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", false, err
		}
		if s.token(t); s.wrong {
			break
		}
	}
	if len(s.open) > 0 || s.wrong {
		return "", false, errors.New("qti: an element of a fragment is not closed, or not where it was opened")
	}
	return s.out.String(), s.found, nil
}

type shaper struct {
	version Version
	out     xmldoc.Doc
	open    []opened
	wrong   bool // an element was closed that was not open
	gap     string
	found   bool
}

// opened is an open element: its name, and what stands for it, empty for one left out
// or written already.
type opened struct{ name, stands string }

func (s *shaper) token(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		name := s.name(t.Name)
		switch name {
		case "":
		case "br", "hr", "img": // nothing is in them, and in HTML they have no end
			s.out.Empty(name, s.attributes(name, t)...)
			name = ""
		default:
			s.out.Open(name, s.attributes(name, t)...)
		}
		s.open = append(s.open, opened{qualified(t.Name), name})
	case xml.EndElement:
		last := len(s.open) - 1
		if s.wrong = last < 0 || s.open[last].name != qualified(t.Name); s.wrong {
			return
		}
		stands := s.open[last].stands
		s.open = s.open[:last]
		if stands != "" {
			s.out.Close()
		}
	case xml.CharData:
		s.text(string(t))
	}
}

func qualified(n xml.Name) string { return n.Space + ":" + n.Local }

func (s *shaper) name(n xml.Name) string {
	if n.Space != "" || n.Local == "x" {
		return ""
	}
	if s.version == V30 && html5[n.Local] {
		return n.Local
	}
	return elements22[n.Local]
}

func (s *shaper) text(text string) {
	if at := gap.FindStringIndex(text); at != nil && s.gap != "" && !s.found {
		s.found = true
		s.plain(text[:at[0]])
		s.out.Raw(s.gap)
		text = text[at[1]:]
	}
	s.plain(text)
}

// plain writes text with its line endings as they are.
func (s *shaper) plain(text string) {
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			s.out.Line()
		}
		s.out.Text(line)
	}
}

func (s *shaper) attributes(name string, t xml.StartElement) []string {
	allowed := slices.Concat(attributes22[""], attributes22[name])
	if s.version == V30 {
		allowed = slices.Concat(allowed, attributes30[""], attributes30[name])
	}
	var out []string
	alt := false
	for _, a := range t.Attr {
		key := a.Name.Local
		if a.Name.Space != "" {
			key = a.Name.Space + ":" + key
		}
		if !slices.Contains(allowed, key) || a.Value == "" {
			continue
		}
		alt = alt || key == "alt"
		out = append(out, key, a.Value)
	}
	if name == "img" && !alt {
		out = append(out, "alt", decorative)
	}
	return out
}

// decorative is the alternative of an image without meaning: xmldoc leaves empty attributes out, and one space says
// as little as none.
const decorative = " "
