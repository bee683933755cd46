package xliff

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Bounds on what is read.
const (
	maxBytes    = 64 << 20
	maxDepth    = 100
	maxElements = 2_000_000
)

// node is an element as it was read: its children are elements and texts.
type node struct {
	space, name string
	attrs       []xml.Attr
	children    []*node
	text        string // of a text, whose name is empty
	line        int
	parent      *node
}

func (n *node) get(name string) string {
	v, _ := n.find("", name)
	return v
}

func (n *node) find(space, name string) (string, bool) {
	for _, a := range n.attrs {
		if a.Name.Space == space && a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

// is says whether the node is an element of the core.
func (n *node) is(name string) bool {
	return n.name == name && (n.space == core21 || n.space == core12)
}

func (n *node) child(name string) *node {
	for _, k := range n.children {
		if k.is(name) {
			return k
		}
	}
	return nil
}

func (n *node) words() string {
	if n.name == "" {
		return n.text
	}
	var b strings.Builder
	for _, k := range n.children {
		b.WriteString(k.words())
	}
	return b.String()
}

// up finds the nearest ancestor of a name.
func (n *node) up(name string) *node {
	for p := n.parent; p != nil; p = p.parent {
		if p.name == name {
			return p
		}
	}
	return nil
}

// each visits every element below n, in order.
func (n *node) each(visit func(*node)) {
	for _, k := range n.children {
		if k.name != "" {
			visit(k)
			k.each(visit)
		}
	}
}

// parse reads XML into a tree. A document type is refused: it could name files or grow without end.
func parse(data []byte) (*node, error) {
	if len(data) > maxBytes {
		return nil, &Error{Code: "too-large", What: "64 MB"}
	}
	data, err := utf8Of(data)
	if err != nil {
		return nil, err
	}
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		if n := strings.ToLower(name); n == "utf-8" || n == "utf8" || n == "utf-16" || n == "us-ascii" {
			return in, nil // utf8Of has seen to it
		}
		return nil, errors.New("encoding " + name)
	}
	root, at, depth, count := &node{}, (*node)(nil), 0, 0
	at = root
	for {
		tok, err := dec.Token()
		line, _ := dec.InputPos()
		switch {
		case errors.Is(err, io.EOF):
			if len(root.children) != 1 || at != root {
				return nil, &Error{Line: line, Code: "xml", What: "no root element"}
			}
			return root.children[0], nil
		case err != nil:
			return nil, &Error{Line: line, Code: "xml", What: err.Error()}
		}
		switch tok := tok.(type) {
		case xml.Directive:
			return nil, &Error{Line: line, Code: "doctype", What: "<!DOCTYPE"}
		case xml.StartElement:
			depth, count = depth+1, count+1
			if depth > maxDepth || count > maxElements || at == root && len(root.children) > 0 {
				return nil, &Error{Line: line, Code: "too-large", What: tok.Name.Local}
			}
			n := &node{space: tok.Name.Space, name: tok.Name.Local, attrs: tok.Copy().Attr, line: line, parent: at}
			at.children = append(at.children, n)
			at = n
		case xml.EndElement:
			depth--
			at = at.parent
		case xml.CharData:
			if at != root {
				at.children = append(at.children, &node{text: string(tok), line: line, parent: at})
			} else if strings.TrimSpace(string(tok)) != "" {
				return nil, &Error{Line: line, Code: "xml", What: "text outside of the root"}
			}
		}
	}
}

// utf8Of reads the byte order mark (XML 1.0, appendix F): translation tools write UTF-16 too.
func utf8Of(data []byte) ([]byte, error) {
	big := bytes.HasPrefix(data, []byte{0xFE, 0xFF})
	if !big && !bytes.HasPrefix(data, []byte{0xFF, 0xFE}) {
		data = bytes.TrimPrefix(data, []byte("\uFEFF"))
		if !utf8.Valid(data) {
			return nil, &Error{Code: "xml", What: "UTF-8"}
		}
		return data, nil
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		a, b := data[i], data[i+1]
		if !big {
			a, b = b, a
		}
		units = append(units, uint16(a)<<8|uint16(b))
	}
	return []byte(string(utf16.Decode(units))), nil
}
