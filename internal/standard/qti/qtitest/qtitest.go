// Package qtitest reads items of QTI 2.2 and 3.0 and processes responses to them, as a delivery engine does. It is for
// tests: it shares nothing with what writes items. It knows the elements that occur in items of this project and says
// so when it meets another.
package qtitest

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Node is an element. Names are those of 2.2.
type Node struct {
	Name     string
	Attrs    map[string]string
	Children []*Node
	Text     string // all text inside, in order
}

// Read reads an item.
func Read(data []byte) (*Node, error) {
	d := xml.NewDecoder(strings.NewReader(string(data)))
	root := &Node{Attrs: map[string]string{}}
	open := []*Node{root}
	for {
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			n := &Node{Name: camel(strings.TrimPrefix(t.Name.Local, "qti-")), Attrs: map[string]string{}}
			for _, a := range t.Attr {
				n.Attrs[camel(a.Name.Local)] = a.Value
			}
			open[len(open)-1].Children = append(open[len(open)-1].Children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, n := range open {
				n.Text += string(t)
			}
		}
	}
	if len(root.Children) != 1 || root.Children[0].Name != "assessmentItem" {
		return nil, fmt.Errorf("qti: no item")
	}
	return root.Children[0], nil
}

func camel(s string) string {
	parts := strings.Split(s, "-")
	for i := 1; i < len(parts); i++ {
		if parts[i] != "" {
			parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
		}
	}
	return strings.Join(parts, "")
}

// All are the elements of a name inside, in order.
func (n *Node) All(name string) []*Node {
	var out []*Node
	for _, c := range n.Children {
		if c.Name == name {
			out = append(out, c)
		}
		out = append(out, c.All(name)...)
	}
	return out
}

// First is the first of All; nil when there is none.
func (n *Node) First(name string) *Node {
	if all := n.All(name); len(all) > 0 {
		return all[0]
	}
	return nil
}

// Values are the texts of the elements "value" inside.
func (n *Node) Values() []string {
	var out []string
	for _, v := range n.All("value") {
		out = append(out, v.Text)
	}
	return out
}

// session is one response to an item; a variable that is not in values is NULL.
type session struct {
	item   *Node
	values map[string][]string
	err    error
}

// Process gives responses to an item and returns its outcome variables.
func Process(item *Node, responses map[string][]string) (map[string][]string, error) {
	s := &session{item: item, values: map[string][]string{}}
	for _, d := range item.All("outcomeDeclaration") {
		if v := d.Values(); v != nil {
			s.values[d.Attrs["identifier"]] = v
		}
	}
	for name, v := range responses {
		if s.declaration(name) == nil {
			return nil, fmt.Errorf("qti: no response is called %s", name)
		}
		s.values[name] = v
	}
	if p := item.First("responseProcessing"); p != nil {
		s.rules(p.Children)
	}
	return s.values, s.err
}

func (s *session) declaration(name string) *Node {
	for _, d := range s.item.All("responseDeclaration") {
		if d.Attrs["identifier"] == name {
			return d
		}
	}
	return nil
}

func (s *session) fail(format string, args ...any) []string {
	if s.err == nil {
		s.err = fmt.Errorf("qti: "+format, args...)
	}
	return nil
}

func (s *session) rules(rules []*Node) {
	for _, r := range rules {
		switch r.Name {
		case "responseCondition":
			for _, branch := range r.Children {
				if s.truth(s.value(branch.Children[0])) {
					s.rules(branch.Children[1:])
					break
				}
			}
		case "setOutcomeValue":
			s.values[r.Attrs["identifier"]] = s.value(r.Children[0])
		default:
			s.fail("no rule %s", r.Name)
		}
	}
}

func (s *session) truth(v []string) bool { return len(v) == 1 && v[0] == "true" }

func boolean(b bool) []string { return []string{strconv.FormatBool(b)} }

func (s *session) numbers(values ...[]string) []float64 {
	var out []float64
	for _, v := range values {
		if len(v) != 1 {
			return nil
		}
		f, err := strconv.ParseFloat(v[0], 64)
		if err != nil {
			s.fail("%q is no number", v[0])
		}
		out = append(out, f)
	}
	return out
}

func float(f float64) []string { return []string{strconv.FormatFloat(f, 'g', -1, 64)} }

func (s *session) value(e *Node) []string {
	var in [][]string
	for _, c := range e.Children {
		in = append(in, s.value(c))
	}
	switch e.Name {
	case "baseValue":
		return []string{e.Text}
	case "variable":
		return s.values[e.Attrs["identifier"]]
	case "correct":
		return s.declaration(e.Attrs["identifier"]).First("correctResponse").Values()
	case "isNull":
		return boolean(len(in[0]) == 0)
	case "not":
		return boolean(!s.truth(in[0]))
	case "or":
		return boolean(slices.ContainsFunc(in, s.truth))
	case "match":
		return boolean(len(in[0]) > 0 && slices.Equal(in[0], in[1]))
	case "multiple":
		return slices.Concat(in...)
	case "index":
		n, _ := strconv.Atoi(e.Attrs["n"])
		if n < 1 || n > len(in[0]) {
			return nil
		}
		return in[0][n-1 : n]
	case "sum":
		total := 0.0
		for _, f := range s.numbers(in...) {
			total += f
		}
		return float(total)
	case "stringMatch":
		return boolean(len(in[0]) == 1 && (in[0][0] == in[1][0] || e.Attrs["caseSensitive"] == "false" && strings.EqualFold(in[0][0], in[1][0])))
	case "equal":
		f := s.numbers(in...)
		within, _ := strconv.ParseFloat(strings.Fields(e.Attrs["tolerance"])[0], 64)
		return boolean(len(f) == 2 && math.Abs(f[0]-f[1]) <= within+1e-9)
	case "mapResponse":
		return s.mapped(s.declaration(e.Attrs["identifier"]))
	}
	return s.fail("no expression %s", e.Name)
}

// mapped is the sum of what the mapping says of a response, inside its bounds.
func (s *session) mapped(d *Node) []string {
	m := d.First("mapping")
	if m == nil {
		return s.fail("no mapping")
	}
	total := 0.0
	for _, v := range s.values[d.Attrs["identifier"]] {
		for _, e := range m.All("mapEntry") {
			if e.Attrs["mapKey"] == v {
				total += s.numbers([]string{e.Attrs["mappedValue"]})[0]
			}
		}
	}
	low, high := s.numbers([]string{m.Attrs["lowerBound"]})[0], s.numbers([]string{m.Attrs["upperBound"]})[0]
	return float(math.Min(high, math.Max(low, total)))
}
