package course

import (
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"atelier/internal/base/lang"
)

// yamlSites is the strings of the YAML files and of front matter in one language, in the order of YAMLPassages.
func (c *Course) yamlSites(tag lang.Tag) []Site {
	found := map[ID]Site{}
	add := func(s Site) { found[s.ID] = s }
	for _, name := range sortedKeys(c.Files) {
		switch {
		case path.Ext(name) == ".yaml":
			c.yamlFileSites(name, tag, add)
		case strings.HasSuffix(name, "."+string(tag)+".md"):
			c.frontSites(name, tag, add)
		}
	}
	var out []Site
	seen := map[ID]bool{}
	for _, t := range c.Tags() { // what another language has may be written in this one
		for _, p := range c.YAMLPassages(t) {
			if s, ok := found[p.ID]; ok && !seen[p.ID] {
				seen[p.ID] = true
				out = append(out, s)
			}
		}
	}
	return out
}

// yamlLists are the worded keys of each file, and what ids begin with.
var yamlLists = map[string]struct {
	prefix string
	keys   []string
}{
	"concepts.yaml":  {"concept.", []string{"name", "definition"}},
	"glossary.yaml":  {"term.", []string{"term", "definition", "note"}},
	"resources.yaml": {"resource.", []string{"good-for", "by"}},
}

func (c *Course) yamlFileSites(name string, tag lang.Tag, add func(Site)) {
	text := c.Files[name].Text
	y := &yamlSiteFinder{file: name, src: text, tag: tag, add: add, lines: indexLines(text), read: &yamlFile{name: name, problems: &Problems{}}}
	dir, base := path.Split(name)
	switch list, isList := yamlLists[name]; {
	case isList:
		for _, n := range y.read.sequence(y.read.parse([]byte(text))) {
			if m := y.read.mapping(n); m != nil {
				for _, key := range list.keys {
					y.text(m, key, list.prefix+m.str("id")+"/"+key)
				}
			}
		}
	case name == "course.yaml":
		m := y.root()
		y.fields(m, "course/", "title", "description", "audience", "attribution")
		if m != nil {
			y.fields(y.read.mapping(m.get("follows")), "follows/", followsTexts...)
		}
		y.objectives(m)
	case base == "module.yaml":
		y.fields(y.root(), "module."+path.Base(dir)+"/", "title", "slug", "description")
		y.objectives(y.root())
	case dir == "media/":
		if m := y.root(); m != nil {
			words := y.read.mapping(m.get("text"))
			for _, p := range words.entries() {
				y.text(words, scalar(p.Key), "medium."+strings.TrimSuffix(base, ".yaml")+"/text."+scalar(p.Key))
			}
		}
	}
}

// frontSites is the slug and the facts of a page's front matter.
func (c *Course) frontSites(name string, tag lang.Tag, add func(Site)) {
	text := c.Files[name].Text
	front, _, line := cutFront(text)
	if line == 0 {
		return
	}
	start := strings.IndexByte(text, '\n') + 1
	y := &yamlSiteFinder{file: name, src: text, tag: tag, add: add, lines: indexLines(text), read: &yamlFile{name: name, base: 1, problems: &Problems{}}}
	m := y.read.mapping(y.read.parse([]byte(front)))
	stem := strings.TrimSuffix(name, "."+string(tag)+".md")
	for _, p := range m.entries() {
		key := scalar(p.Key)
		if key != "slug" && !(strings.HasPrefix(name, "cases/") && slices.Contains(factKeys, key)) {
			continue
		}
		if s := y.value(p.Value); s != nil && s.From >= start {
			s.ID, s.Locked = ID("page."+stem+"/"+key), s.Locked || key == "slug"
			add(*s)
		}
	}
}

type yamlSiteFinder struct {
	file  string
	src   string
	tag   lang.Tag
	add   func(Site)
	lines lineIndex
	read  *yamlFile
}

func (y *yamlSiteFinder) root() *mapping { return y.read.mapping(y.read.parse([]byte(y.src))) }

func (y *yamlSiteFinder) fields(m *mapping, prefix string, keys ...string) {
	for _, key := range keys {
		y.text(m, key, prefix+key)
	}
}

func (y *yamlSiteFinder) objectives(m *mapping) {
	for _, n := range y.read.sequence(m.get("objectives")) {
		if o := y.read.mapping(n); o != nil {
			y.text(o, "text", "objective."+o.str("id"))
		}
	}
}

// text is the value of a field in the language, or the place where it can be written.
func (y *yamlSiteFinder) text(m *mapping, key, id string) {
	n := m.get(key)
	if n == nil || isScalar(n) {
		return
	}
	sub := y.read.mapping(n)
	if sub == nil || len(sub.pairs) == 0 {
		return
	}
	for _, p := range sub.pairs {
		if scalar(p.Key) == string(y.tag) {
			if s := y.value(p.Value); s != nil {
				s.ID, s.Locked = ID(id), s.Locked || key == "slug"
				y.add(*s)
			}
			return
		}
	}
	last := sub.pairs[len(sub.pairs)-1]
	s := y.value(last.Value)
	if s == nil || s.Locked {
		return
	}
	s.ID, s.Absent, s.Raw, s.Words, s.Locked = ID(id), true, "", "", key == "slug"
	s.From = s.To
	if mn, ok := n.(*ast.MappingNode); ok && mn.IsFlowStyle {
		s.lead = ", " + string(y.tag) + ": "
	} else {
		at := y.offset(y.read.place(last.Key))
		s.lead = "\n" + continuation(y.src, at) + string(y.tag) + ": "
		if end := strings.IndexByte(y.src[s.To:], '\n'); end >= 0 && strings.TrimSpace(y.src[s.To:s.To+end]) != "" {
			s.Locked = true // a comment stands behind it
		}
	}
	y.add(*s)
}

func (y *yamlSiteFinder) offset(p Place) int {
	if p.Line < 1 || p.Line > len(y.lines) {
		return len(y.src)
	}
	from := y.lines[p.Line-1]
	column := 1
	for i := range y.src[from:] {
		if column == p.Column {
			return from + i
		}
		column++
	}
	return len(y.src)
}

// value is a scalar where it stands. One that cannot be written back, such as text over several lines without quotes,
// is locked.
func (y *yamlSiteFinder) value(n ast.Node) *Site {
	n = y.read.plain(n)
	if n == nil || !isScalar(n) {
		return nil
	}
	words := strings.TrimSpace(scalar(n))
	at := y.read.place(n)
	s := &Site{Place: at, Tag: y.tag, Kind: "yaml", Form: Scalar, Words: words, Nth: 1}
	s.From = y.offset(at)
	rest := y.src[s.From:]
	size := 0
	switch {
	case strings.HasPrefix(rest, `"`):
		size = quotedLength(rest, '"')
	case strings.HasPrefix(rest, "'"):
		size = quotedLength(rest, '\'')
	case words != "" && strings.HasPrefix(rest, words):
		size = len(words)
	}
	s.To, s.Raw, s.Locked = s.From+size, rest[:size], size == 0
	return s
}

// quotedLength is the bytes of a quoted scalar, 0 when it does not end.
func quotedLength(s string, quote byte) int {
	for i := 1; i < len(s); i++ {
		switch {
		case quote == '"' && s[i] == '\\':
			i++
		case s[i] == quote && quote == '\'' && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return 0
}
