package xliff

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// shape is what an element of the core may hold: attributes (those with ! are required) and elements in order, each
// with how often it may stand: "1", "?", "+", "*". An element "#" is running words, "text" is text alone. Elements of
// other namespaces may stand where foreign is set.
type shape struct {
	attrs   string
	content []string
	foreign bool
	extend  bool // attributes of other namespaces
	section string
}

const (
	inlineAttrs = " canCopy canDelete canReorder copyOf subType type "
	markAttrs   = "id! translate type ref value"
)

// shapes are the elements of the core (2.1, 4.2). Names of attributes of xml: stand as xml:NAME.
var shapes = map[string]shape{
	"xliff":        {"version! srcLang! trgLang xml:space", []string{"file+"}, false, true, "4.2.2.1"},
	"file":         {"id! canResegment original translate srcDir trgDir xml:space", []string{"skeleton?", "notes?", "unit|group+"}, true, true, "4.2.2.2"},
	"skeleton":     {"href", nil, true, false, "4.2.2.3"},
	"group":        {"id! name canResegment translate srcDir trgDir type xml:space", []string{"notes?", "unit|group*"}, true, true, "4.2.2.4"},
	"unit":         {"id! name canResegment translate srcDir trgDir xml:space type", []string{"notes?", "originalData?", "segment|ignorable+"}, true, true, "4.2.2.5"},
	"segment":      {"id canResegment state subState", []string{"source1", "target?"}, false, false, "4.2.2.6"},
	"ignorable":    {"id", []string{"source1", "target?"}, false, false, "4.2.2.7"},
	"notes":        {"", []string{"note+"}, false, false, "4.2.2.8"},
	"note":         {"id appliesTo category priority", []string{"text"}, false, true, "4.2.2.9"},
	"originalData": {"", []string{"data+"}, false, false, "4.2.2.10"},
	"data":         {"id! dir xml:space", []string{"text", "cp*"}, false, false, "4.2.2.11"},
	"source":       {"xml:lang xml:space", []string{"#"}, false, false, "4.2.2.12"},
	"target":       {"xml:lang xml:space order", []string{"#"}, false, false, "4.2.2.13"},
	"cp":           {"hex!", nil, false, false, "4.2.3.1"},
	"ph":           {"id! disp equiv dataRef subFlows" + inlineAttrs, nil, false, true, "4.2.3.2"},
	"pc":           {"id! canOverlap dispEnd dispStart equivEnd equivStart dataRefEnd dataRefStart subFlowsEnd subFlowsStart dir" + inlineAttrs, []string{"#"}, false, true, "4.2.3.3"},
	"sc":           {"id! canOverlap dataRef dir disp equiv isolated subFlows" + inlineAttrs, nil, false, true, "4.2.3.4"},
	"ec":           {"id canOverlap dataRef dir disp equiv isolated startRef subFlows" + inlineAttrs, nil, false, true, "4.2.3.5"},
	"mrk":          {markAttrs, []string{"#"}, false, true, "4.2.3.6"},
	"sm":           {markAttrs, nil, false, true, "4.2.3.7"},
	"em":           {"startRef!", nil, false, false, "4.2.3.8"},
}

var inlineNames = []string{"cp", "ph", "pc", "sc", "ec", "mrk", "sm", "em"}

// values are the attributes that take one of a list (2.1, 4.3.1).
var values = map[string][]string{
	"canCopy": {"yes", "no"}, "canDelete": {"yes", "no"}, "canOverlap": {"yes", "no"}, "isolated": {"yes", "no"},
	"canResegment": {"yes", "no"}, "translate": {"yes", "no"}, "canReorder": {"yes", "no", "firstNo"},
	"srcDir": {"ltr", "rtl", "auto"}, "trgDir": {"ltr", "rtl", "auto"}, "dir": {"ltr", "rtl", "auto"}, "appliesTo": {"source", "target"},
	"state": {"initial", "translated", "reviewed", "final"}, "priority": {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"},
}

// codeTypes are the values of type on codes (2.1, 4.3.1.40), and of subType in the prefix xlf (4.3.1.35).
var (
	codeTypes = []string{"fmt", "ui", "quote", "link", "image", "other"}
	subTypes  = map[string][]string{"fmt": {"xlf:lb", "xlf:pb", "xlf:b", "xlf:i", "xlf:u"}, "ui": {"xlf:var"}}
	prefixed  = regexp.MustCompile(`^[^\s:]+:[^\s:].*$`)
)

// checker holds a tree of 2.x against the constraints; the first that fails is the error.
type checker struct{ err *Error }

func (c *checker) refuse(n *node, code, what, section string) {
	if c.err == nil {
		c.err = &Error{n.line, code, what, "2.1, " + section}
	}
}

// core checks elements and attributes everywhere.
func (c *checker) core(n *node) {
	if n.space != core21 {
		return // an extension or a module: its own affair
	}
	s, known := shapes[n.name]
	if !known {
		c.refuse(n, "structure", n.name, "4.2")
		return
	}
	c.attributes(n, s)
	c.children(n, s)
	for _, k := range n.children {
		if k.name != "" && c.err == nil {
			c.core(k)
		}
	}
}

func (c *checker) attributes(n *node, s shape) {
	known := map[string]bool{}
	for field := range strings.FieldsSeq(s.attrs) {
		name, required := strings.CutSuffix(field, "!")
		known[name] = true
		if v := n.get(name); required && v == "" {
			c.refuse(n, "attribute", n.name+"/"+name, s.section)
		}
	}
	for _, a := range n.attrs {
		switch {
		case a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns":
		case a.Name.Space == "http://www.w3.org/XML/1998/namespace" || a.Name.Space == "xml":
			if !known["xml:"+a.Name.Local] && !s.extend {
				c.refuse(n, "attribute", n.name+"/xml:"+a.Name.Local, s.section)
			}
		case a.Name.Space != "":
			if !s.extend {
				c.refuse(n, "attribute", n.name+"/"+a.Name.Local, s.section)
			}
		case !known[a.Name.Local]:
			c.refuse(n, "attribute", n.name+"/"+a.Name.Local, s.section)
		default:
			c.value(n, a.Name.Local, a.Value, s)
		}
	}
	if _, has := n.find("", "subState"); has && n.get("state") == "" {
		c.refuse(n, "attribute", "subState without state", "4.3.1.34")
	}
}

func (c *checker) value(n *node, name, value string, s shape) {
	if list := values[name]; list != nil && !slices.Contains(list, value) {
		c.refuse(n, "value", name+"="+value, s.section)
	}
	switch name {
	case "id", "startRef", "copyOf", "dataRef", "dataRefStart", "dataRefEnd":
		if !ValidID(value) {
			c.refuse(n, "value", name+"="+value, s.section)
		}
	case "srcLang", "trgLang":
		if _, err := language.Raw.Parse(value); err != nil {
			c.refuse(n, "language", value, "4.3.1.31")
		}
	case "order":
		if v, err := strconv.Atoi(value); err != nil || v < 1 {
			c.refuse(n, "value", "order="+value, "4.3.1.28")
		}
	case "subState":
		if !prefixed.MatchString(value) {
			c.refuse(n, "value", "subState="+value, "4.3.1.34")
		}
	case "hex":
		v, err := strconv.ParseUint(value, 16, 32)
		if err != nil || v > 0x10FFFF || len(value)%2 != 0 || xmlChar(rune(v)) {
			c.refuse(n, "value", "hex="+value, "4.3.1.14")
		}
	}
	if slices.Contains(inlineNames, n.name) && n.name != "cp" {
		c.codeValue(n, name, value)
	}
}

func (c *checker) codeValue(n *node, name, value string) {
	mark := n.name == "mrk" || n.name == "sm" || n.name == "em"
	switch {
	case name == "type" && !mark && !slices.Contains(codeTypes, value):
		c.refuse(n, "value", "type="+value, "4.3.1.40")
	case name == "type" && mark && !slices.Contains([]string{"generic", "comment", "term"}, value) && !prefixed.MatchString(value):
		c.refuse(n, "value", "type="+value, "4.3.1.40")
	case name == "subType" && n.get("type") == "":
		c.refuse(n, "attribute", "subType without type", "4.3.1.35")
	case name == "subType" && (!prefixed.MatchString(value) || strings.HasPrefix(value, "xlf:") && !slices.Contains(subTypes[n.get("type")], value)):
		c.refuse(n, "value", "subType="+value, "4.3.1.35")
	}
}

// children checks what stands in an element and in which order.
func (c *checker) children(n *node, s shape) {
	at, count := 0, 0
	running := len(s.content) == 1 && s.content[0] == "#"
	text := running || len(s.content) > 0 && s.content[0] == "text"
	for _, k := range n.children {
		switch {
		case k.name == "":
			if !text && n.name != "skeleton" && strings.TrimSpace(k.text) != "" {
				c.refuse(k, "structure", "text in "+n.name, s.section)
			}
		case k.space != core21:
			if !s.foreign {
				c.refuse(k, "structure", k.name+" in "+n.name, s.section)
			}
		case running:
			if !slices.Contains(inlineNames, k.name) {
				c.refuse(k, "structure", k.name+" in "+n.name, s.section)
			}
		case n.name == "data" && k.name == "cp":
		default:
			at, count = c.place(n, k, s, at, count)
		}
	}
	for _, part := range s.content {
		names, often := part[:max(len(part)-1, 0)], part[len(part)-1:]
		if (often == "1" || often == "+") && !slices.ContainsFunc(n.children, func(k *node) bool {
			return k.space == core21 && slices.Contains(strings.Split(names, "|"), k.name)
		}) {
			c.refuse(n, "structure", n.name+" without "+names, s.section)
		}
	}
}

// place moves on in the content of an element to where a child may stand.
func (c *checker) place(n, k *node, s shape, at, count int) (int, int) {
	for ; at < len(s.content); at, count = at+1, 0 {
		part := s.content[at]
		often := part[len(part)-1]
		if !slices.Contains(strings.Split(part[:len(part)-1], "|"), k.name) {
			continue
		}
		if count++; count > 1 && (often == '1' || often == '?') {
			break
		}
		return at, count
	}
	c.refuse(k, "structure", k.name+" in "+n.name, s.section)
	return at, count
}
