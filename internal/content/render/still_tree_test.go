package render

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// node is an element or a run of text, as a parser sees it.
type node struct {
	Name string   // empty for text
	Attr []string // name="value", sorted
	Text string
	Kids []*node
}

// xmlTree reads a fragment as XML.
func xmlTree(fragment string) (*node, error) {
	dec := xml.NewDecoder(strings.NewReader(`<body xmlns="x" xmlns:epub="e" xmlns:xml="http://www.w3.org/XML/1998/namespace">` + fragment + "</body>"))
	root := &node{}
	open := []*node{root}
	for {
		token, err := dec.RawToken()
		if err == io.EOF {
			return root.Kids[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{Name: token.Name.Local}
			for _, a := range token.Attr {
				name := a.Name.Local
				if a.Name.Space != "" {
					name = a.Name.Space + ":" + name
				}
				n.Attr = append(n.Attr, name+"="+a.Value)
			}
			slices.Sort(n.Attr)
			top.Kids, open = append(top.Kids, n), append(open, n)
		case xml.EndElement:
			if top.Name != token.Name.Local {
				return nil, &xml.SyntaxError{Msg: top.Name + " is closed by " + token.Name.Local}
			}
			open = open[:len(open)-1]
		case xml.CharData:
			top.addText(string(token))
		}
	}
}

// htmlTree reads a fragment as a browser does.
func htmlTree(fragment string) *node {
	doc, err := html.Parse(strings.NewReader("<!DOCTYPE html><html><head></head><body>" + fragment + "</body></html>"))
	if err != nil {
		panic(err)
	}
	return convert(doc.LastChild.LastChild)
}

func convert(h *html.Node) *node {
	n := &node{Name: h.Data}
	for _, a := range h.Attr {
		name := a.Key
		if a.Namespace != "" {
			name = a.Namespace + ":" + name
		}
		n.Attr = append(n.Attr, name+"="+a.Val)
	}
	slices.Sort(n.Attr)
	for k := h.FirstChild; k != nil; k = k.NextSibling {
		if k.Type == html.TextNode {
			n.addText(k.Data)
		} else {
			n.Kids = append(n.Kids, convert(k))
		}
	}
	return n
}

func (n *node) addText(s string) {
	if last := len(n.Kids) - 1; last >= 0 && n.Kids[last].Name == "" {
		n.Kids[last].Text += s
		return
	}
	n.Kids = append(n.Kids, &node{Text: s})
}

func (n *node) each(visit func(*node)) {
	visit(n)
	for _, k := range n.Kids {
		k.each(visit)
	}
}

func (n *node) attr(name string) string {
	for _, a := range n.Attr {
		if v, ok := strings.CutPrefix(a, name+"="); ok {
			return v
		}
	}
	return ""
}

// failer is what a test of testing and one of rapid have in common.
type failer interface {
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// sound wants a fragment to be one tree for a reader of XML and of HTML, with every
// id once, every way inside it leading somewhere, and nothing that runs or sends.
func sound(t failer, name, fragment string) *node {
	x, err := xmlTree(fragment)
	if err != nil {
		t.Fatalf("%s is no XML: %v\n%s", name, err, fragment)
	}
	h := htmlTree(fragment)
	x.Attr = nil // the declarations of the wrapping
	if diff := cmp.Diff(x, h); diff != "" {
		t.Fatalf("%s is another tree in HTML than in XML:\n%s\n%s", name, diff, fragment)
	}
	ids, refs := map[string]bool{}, []string{}
	x.each(func(n *node) {
		switch n.Name {
		case "script", "form", "input", "button", "style", "iframe", "object", "select", "textarea":
			t.Errorf("%s holds <%s>", name, n.Name)
		}
		if id := n.attr("id"); id != "" {
			if ids[id] {
				t.Errorf("%s: the id %q stands twice\n%s", name, id, fragment)
			}
			ids[id] = true
		}
		if n.attr("lang") != n.attr("xml:lang") {
			t.Errorf("%s: lang and xml:lang of <%s> differ", name, n.Name)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a, "on") || strings.HasPrefix(a, "style=") {
				t.Errorf("%s: attribute %s", name, a)
			}
		}
		if href, ok := strings.CutPrefix(n.attr("href"), "#"); ok {
			refs = append(refs, href)
		}
		for _, of := range []string{"aria-labelledby", "aria-describedby"} {
			if ref := n.attr(of); ref != "" {
				refs = append(refs, ref)
			}
		}
	})
	for _, ref := range refs {
		if !ids[ref] {
			t.Errorf("%s: nothing is called %q\n%s", name, ref, fragment)
		}
	}
	return x
}
