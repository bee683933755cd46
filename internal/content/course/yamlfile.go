package course

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"atelier/internal/base/lang"
)

// yamlFile reads one YAML file by hand, so that every mistake in it is told with its place, in one run.
type yamlFile struct {
	name     string
	base     int // lines before it in its file (front matter starts on line 2)
	problems *Problems
	tags     map[lang.Tag]bool // languages of the course; nil while they are not known
}

// mapping is a YAML mapping being read: what is asked for is ticked off, the rest is unknown.
type mapping struct {
	f     *yamlFile
	at    Place
	pairs []*ast.MappingValueNode
	asked map[string]bool
}

func (f *yamlFile) problem(n ast.Node, code string, args map[string]any) {
	*f.problems = append(*f.problems, Problem{Place: f.place(n), Code: code, Args: args})
}

func (f *yamlFile) place(n ast.Node) Place {
	p := Place{File: f.name, Line: f.base + 1, Column: 1}
	if n != nil && n.GetToken() != nil && n.GetToken().Position != nil {
		p.Line, p.Column = f.base+n.GetToken().Position.Line, n.GetToken().Position.Column
	}
	return p
}

// parse returns the root node, or nil when the file is empty or broken (which is told).
func (f *yamlFile) parse(src []byte) (root ast.Node) {
	if line := tooNested(src); line > 0 {
		*f.problems = append(*f.problems, Problem{Place: Place{f.name, f.base + line, 1}, Code: "yaml-deep", Fatal: true})
		return nil
	}
	defer func() { // the library is asked about bytes of strangers
		if r := recover(); r != nil {
			root = nil
			*f.problems = append(*f.problems, Problem{Place: Place{f.name, f.base + 1, 1}, Code: "yaml-broken", Args: map[string]any{"text": "?"}, Fatal: true})
		}
	}()
	file, err := parser.ParseBytes(src, 0)
	if err != nil {
		p := Place{File: f.name, Line: f.base + 1, Column: 1}
		text := err.Error()
		var at yaml.Error
		if errors.As(err, &at) {
			text = at.GetMessage()
			if t := at.GetToken(); t != nil && t.Position != nil {
				p.Line, p.Column = f.base+t.Position.Line, t.Position.Column
			}
		}
		*f.problems = append(*f.problems, Problem{Place: p, Code: "yaml-broken", Args: map[string]any{"text": clip(text)}, Fatal: true})
		return nil
	}
	if len(file.Docs) == 0 {
		return nil
	}
	if len(file.Docs) > 1 && file.Docs[1].Body != nil {
		f.problem(file.Docs[1].Body, "yaml-documents", nil)
	}
	if bytes.IndexByte(src, '\\') >= 0 {
		ast.Walk(cleanStrings{f}, file.Docs[0].Body)
	}
	return f.plain(file.Docs[0].Body)
}

// plain looks through anchors and tags; aliases and merges are not part of the format.
func (f *yamlFile) plain(n ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.AnchorNode:
		return f.plain(n.Value)
	case *ast.TagNode:
		return f.plain(n.Value)
	case *ast.AliasNode:
		f.problem(n, "yaml-alias", nil)
		return nil
	case *ast.CommentGroupNode, *ast.NullNode:
		return nil
	}
	return n
}

// mapping reads n as a mapping; nil when it is not one.
func (f *yamlFile) mapping(n ast.Node) *mapping {
	m := &mapping{f: f, at: f.place(n), asked: map[string]bool{}}
	switch n := f.plain(n).(type) {
	case nil:
		return nil
	case *ast.MappingNode:
		m.pairs = n.Values
	case *ast.MappingValueNode:
		m.pairs = []*ast.MappingValueNode{n}
	default:
		f.problem(n, "yaml-mapping", nil)
		return nil
	}
	if len(m.pairs) > 0 {
		m.at = f.place(m.pairs[0].Key)
	}
	seen := map[string]bool{}
	for _, p := range m.pairs {
		if k := scalar(p.Key); seen[k] {
			f.problem(p.Key, "yaml-twice", map[string]any{"key": clip(k)})
		} else {
			seen[k] = true
		}
	}
	return m
}

func (f *yamlFile) sequence(n ast.Node) []ast.Node {
	switch n := f.plain(n).(type) {
	case nil:
		return nil
	case *ast.SequenceNode:
		return n.Values
	default:
		f.problem(n, "yaml-list", nil)
		return nil
	}
}

// scalar is the text of a scalar node; empty for anything else.
func scalar(n ast.Node) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return strings.TrimRight(n.Value.Value, "\n")
	case *ast.MappingNode, *ast.SequenceNode, *ast.MappingValueNode, *ast.NullNode, nil:
		return ""
	case *ast.TagNode:
		return scalar(n.Value)
	case ast.ScalarNode:
		if t := n.GetToken(); t != nil {
			return t.Value
		}
	}
	return ""
}

func isScalar(n ast.Node) bool {
	switch n.(type) {
	case *ast.MappingNode, *ast.SequenceNode, *ast.MappingValueNode:
		return false
	}
	return true
}

func (m *mapping) get(key string) ast.Node {
	if m == nil {
		return nil
	}
	m.asked[key] = true
	for _, p := range m.pairs {
		if scalar(p.Key) == key {
			return m.f.plain(p.Value)
		}
	}
	return nil
}

// place is where the value of key stands, or the mapping itself.
func (m *mapping) place(key string) Place {
	for _, p := range m.pairs {
		if scalar(p.Key) == key {
			return m.f.place(p.Key)
		}
	}
	return m.at
}

// str is a single value; required tells when it is missing.
func (m *mapping) str(key string) string {
	n := m.get(key)
	if n == nil {
		return ""
	}
	if !isScalar(n) {
		m.f.problem(n, "yaml-text", map[string]any{"key": key})
		return ""
	}
	return scalar(n)
}

func (m *mapping) need(key string) string {
	s := m.str(key)
	if s == "" && m != nil {
		*m.f.problems = append(*m.f.problems, Problem{Place: m.at, Code: "yaml-missing", Args: map[string]any{"key": key}})
	}
	return s
}

// folder tells of a slug that cannot be the name of a folder on every system.
func (m *mapping) folder(key string, slugs ...string) {
	for _, s := range slugs {
		if strings.ContainsFunc(s, func(r rune) bool { return r != '-' && r != '_' && !unicode.In(r, unicode.L, unicode.M, unicode.N) }) {
			*m.f.problems = append(*m.f.problems, Problem{Place: m.place(key), Code: "page-slug", Args: map[string]any{"slug": clip(s)}, Fatal: true})
		}
	}
}

// id is the id of an entry, which is part of addresses and of ids in every edition.
func (m *mapping) id() string {
	s := m.need("id")
	if strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && r != '_' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		*m.f.problems = append(*m.f.problems, Problem{Place: m.place("id"), Code: "entry-id", Args: map[string]any{"id": clip(s)}, Fatal: true})
	}
	return s
}

func (m *mapping) number(key string) int {
	s := m.str(key)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1<<30 {
		m.f.problem(m.get(key), "yaml-number", map[string]any{"key": key, "text": clip(s)})
		return 0
	}
	return n
}

// strs is a list of single values; a single value is a list of one.
func (m *mapping) strs(key string) []string {
	n := m.get(key)
	if n == nil {
		return nil
	}
	if isScalar(n) {
		if s := scalar(n); s != "" {
			return []string{s}
		}
		return nil
	}
	var out []string
	for _, v := range m.f.sequence(n) {
		v = m.f.plain(v)
		if v == nil || !isScalar(v) {
			m.f.problem(n, "yaml-text", map[string]any{"key": key})
			continue
		}
		out = append(out, scalar(v))
	}
	return out
}

// anyText is text of a work that may be in languages the course does not speak.
func (m *mapping) anyText(key string) lang.Text {
	if m == nil {
		return nil
	}
	tags := m.f.tags
	m.f.tags = nil
	defer func() { m.f.tags = tags }()
	return m.text(key)
}

// text is a mapping from language to text. A plain value is a mistake: which language would it be?
func (m *mapping) text(key string) lang.Text {
	n := m.get(key)
	if n == nil {
		return nil
	}
	if isScalar(n) {
		m.f.problem(n, "yaml-language", map[string]any{"key": key})
		return nil
	}
	out := lang.Text{}
	sub := m.f.mapping(n)
	for _, p := range sub.entries() {
		tag, ok := m.f.tag(p.Key)
		if !ok {
			continue
		}
		v := m.f.plain(p.Value)
		if v == nil || !isScalar(v) {
			m.f.problem(p.Key, "yaml-text", map[string]any{"key": key + "." + string(tag)})
			continue
		}
		out[tag] = strings.TrimSpace(scalar(v))
	}
	return out
}

func (m *mapping) entries() []*ast.MappingValueNode {
	if m == nil {
		return nil
	}
	return m.pairs
}

// texts is a mapping from language to a list of texts.
func (m *mapping) texts(key string) map[lang.Tag][]string {
	n := m.get(key)
	if n == nil {
		return nil
	}
	out := map[lang.Tag][]string{}
	sub := m.f.mapping(n)
	for _, p := range sub.entries() {
		if tag, ok := m.f.tag(p.Key); ok {
			out[tag] = sub.strs(scalar(p.Key))
		}
	}
	return out
}

func (f *yamlFile) tag(key ast.Node) (lang.Tag, bool) {
	tag, err := lang.Parse(scalar(key))
	if err != nil || f.tags != nil && !f.tags[tag] {
		f.problem(key, "language-unknown", map[string]any{"tag": clip(scalar(key))})
		return "", false
	}
	return tag, true
}

// done tells of keys nobody asked for.
func (m *mapping) done() {
	if m == nil {
		return
	}
	for _, p := range m.pairs {
		if k := scalar(p.Key); !m.asked[k] {
			m.f.problem(p.Key, "yaml-unknown", map[string]any{"key": clip(k)})
		}
	}
}

// tooNested returns the line where brackets or indentation nest deeper than any course needs, or 0.
func tooNested(src []byte) int {
	const most = 40
	line, depth, dashes, atStart := 1, 0, 0, true
	for _, c := range src {
		switch c {
		case '\n':
			line, dashes, atStart = line+1, 0, true
			continue
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(0, depth-1)
		case '-', '?', ':', '&', '!':
			if atStart {
				dashes++
			}
		case ' ', '\t':
			continue
		default:
			atStart = false
		}
		if depth > most || dashes > most && atStart && c != '-' {
			return line
		}
		if dashes > most*4 {
			return line
		}
	}
	return 0
}
