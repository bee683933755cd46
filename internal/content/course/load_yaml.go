package course

import (
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"atelier/internal/base/lang"
)

func (l *loader) open(name string) (*yamlFile, ast.Node) {
	f := &yamlFile{name: name, problems: &l.problems, tags: l.tags}
	return f, f.parse([]byte(cleaned(l.texts[name], &l.problems).Text))
}

// course reads course.yaml and returns the order of modules and of the guide.
func (l *loader) course() (modules, guide []string) {
	c := l.c
	f, root := l.open("course.yaml")
	m := f.mapping(root)
	if m == nil {
		if !l.problems.Fatal() { // otherwise it was told already
			l.refuse("course.yaml", "course-empty", nil)
		}
		return nil, nil
	}
	c.IRI, c.Key, c.Licence = m.need("id"), m.need("key"), m.need("licence")
	if c.Key != "" && !isKey(c.Key) {
		*f.problems = append(*f.problems, Problem{Place: m.place("key"), Code: "course-key", Args: map[string]any{"key": clip(c.Key)}, Fatal: true})
	}
	l.languages(f, m)
	f.tags = l.tags
	c.Title, c.Description, c.Audience = m.text("title"), m.text("description"), m.text("audience")
	c.Attribution, c.Contact = m.text("attribution"), m.text("contact")
	c.Follows = l.follows(m)
	c.Objectives = l.objectives(f, m, nil)
	modules, guide = m.strs("modules"), m.strs("guide")
	c.Theme = l.theme(m)
	for _, n := range f.sequence(m.get("allow")) {
		a := f.mapping(n)
		if a != nil {
			c.Allows = append(c.Allows, Allow{Place: Place{File: a.str("where"), Line: 0}, Rule: a.need("rule"), Reason: a.need("because")})
		}
		a.done()
	}
	m.done()
	if len(modules) == 0 {
		l.problems = append(l.problems, Problem{Place: m.at, Code: "yaml-missing", Args: map[string]any{"key": "modules"}})
	}
	return modules, guide
}

func (l *loader) theme(m *mapping) map[string]string {
	sub := m.f.mapping(m.get("theme"))
	out := map[string]string{}
	for _, p := range sub.entries() {
		out[scalar(p.Key)] = scalar(p.Value)
	}
	return out
}

func (l *loader) languages(f *yamlFile, m *mapping) {
	l.tags = map[lang.Tag]bool{}
	for _, n := range f.sequence(m.get("languages")) {
		e := f.mapping(n)
		if e == nil {
			continue
		}
		name := e.need("tag")
		tag, err := lang.Parse(name)
		if err != nil || l.tags[tag] {
			f.problem(n, "language-unknown", map[string]any{"tag": clip(name)})
			continue
		}
		l.tags[tag] = true
		language := Language{Tag: tag, Locale: e.str("locale"), Name: e.need("name"), Interface: lang.Tag(e.str("interface"))}
		if language.Locale == "" {
			language.Locale = string(tag)
		}
		if language.Interface == "" {
			language.Interface = lang.Interface(tag)
		}
		l.c.Languages = append(l.c.Languages, language)
		e.done()
	}
	if len(l.c.Languages) == 0 {
		*f.problems = append(*f.problems, Problem{Place: m.place("languages"), Code: "languages-none", Fatal: true})
	}
}

func (l *loader) objectives(f *yamlFile, m *mapping, mod *Module) []*Objective {
	var out []*Objective
	for _, n := range f.sequence(m.get("objectives")) {
		e := f.mapping(n)
		if e == nil {
			continue
		}
		o := &Objective{Place: e.at, ID: e.id(), Text: e.text("text"), Module: mod}
		if mod != nil {
			o.Serves, o.Concepts = e.strs("serves"), e.strs("concepts")
		}
		e.done()
		out = append(out, o)
	}
	return out
}

func (l *loader) module(key string, number int) {
	name := "modules/" + key + "/module.yaml"
	if _, ok := l.texts[name]; !ok || !isKey(key) {
		l.problems = append(l.problems, Problem{Place: Place{File: "course.yaml"}, Code: "module-missing", Args: map[string]any{"name": clip(key)}, Fatal: true})
		return
	}
	f, root := l.open(name)
	m := f.mapping(root)
	if m == nil {
		l.refuse(name, "course-empty", nil)
		return
	}
	mod := &Module{Place: m.at, Key: key, Number: number, Title: m.text("title"), Slug: m.text("slug"),
		Formerly: m.texts("formerly"), Description: m.text("description"), Writing: m.str("status") == "writing", Slots: m.strs("slots")}
	for _, tag := range l.c.Tags() {
		m.folder("slug", mod.Slug.In(tag))
		m.folder("formerly", mod.Formerly[tag]...)
	}
	mod.Objectives = l.objectives(f, m, mod)
	lessons := m.strs("lessons")
	m.done()
	l.c.Modules = append(l.c.Modules, mod)
	dir := "modules/" + key + "/"
	for _, k := range lessons {
		if l.stems[dir+k] == nil {
			l.problems = append(l.problems, Problem{Place: m.place("lessons"), Code: "page-missing", Args: map[string]any{"name": clip(k)}, Fatal: true})
			continue
		}
		if l.used[dir+k] {
			l.problems = append(l.problems, Problem{Place: m.place("lessons"), Code: "page-twice", Args: map[string]any{"name": clip(k)}})
			continue
		}
		mod.Lessons = append(mod.Lessons, l.page(dir+k, Lesson, mod, len(mod.Lessons)+1))
	}
	if l.stems[dir+"check"] != nil {
		mod.Check = l.page(dir+"check", Check, mod, 1)
	}
	if l.stems[dir+"summary"] != nil {
		mod.Summary = l.page(dir+"summary", Summary, mod, 1)
	}
}

// lists reads the files that are lists of entries, and the strings of media.
func (l *loader) lists() {
	l.each("concepts.yaml", func(f *yamlFile, m *mapping) {
		l.c.Concepts = append(l.c.Concepts, &Concept{Place: m.at, ID: m.id(), Name: m.text("name"),
			Definition: m.text("definition"), Sources: m.strs("sources"), Links: m.strs("links")})
	})
	l.each("glossary.yaml", func(f *yamlFile, m *mapping) {
		l.c.Glossary = append(l.c.Glossary, &Term{Place: m.at, ID: m.id(), Term: m.text("term"), Forms: m.texts("forms"),
			Avoid: m.texts("avoid"), Definition: m.text("definition"), Note: m.text("note"), Sources: m.strs("sources"), Concept: m.str("concept")})
	})
	l.each("references.yaml", l.reference)
	l.each("resources.yaml", func(f *yamlFile, m *mapping) {
		l.c.Resources = append(l.c.Resources, &Resource{Place: m.at, ID: m.id(), Title: m.anyText("title"), URL: addresses(m.anyText("url")),
			By: m.text("by"), GoodFor: m.text("good-for"), Kind: m.str("kind"), Modules: m.strs("modules"), Licence: m.str("licence"), Checked: m.str("checked")})
	})
	l.each("changes/next.yaml", func(f *yamlFile, m *mapping) {
		ch := Change{Place: m.at, ID: ID(m.need("id")), Class: m.need("class"), Because: m.str("because")}
		for _, t := range m.strs("languages") {
			if tag, err := lang.Parse(t); err == nil && l.tags[tag] {
				ch.Languages = append(ch.Languages, tag)
			} else {
				f.problem(m.get("languages"), "language-unknown", map[string]any{"tag": clip(t)})
			}
		}
		if !slices.Contains([]string{"typo", "clarity", "meaning", "structure"}, ch.Class) {
			f.problem(m.get("class"), "change-class", map[string]any{"class": clip(ch.Class)})
		}
		l.c.Changes = append(l.c.Changes, ch)
	})
	l.mediaFiles()
}

// each reads a list file; ids are unique in it.
func (l *loader) each(name string, entry func(*yamlFile, *mapping)) {
	if _, ok := l.texts[name]; !ok {
		return
	}
	f, root := l.open(name)
	seen := map[string]int{}
	for _, n := range f.sequence(root) {
		m := f.mapping(n)
		if m == nil {
			continue
		}
		entry(f, m)
		m.done()
		id := m.str("id")
		if first, twice := seen[id]; twice && id != "" && name != "changes/next.yaml" {
			l.problems = append(l.problems, Problem{Place: m.at, Code: "entry-twice", Args: map[string]any{"id": clip(id), "line": itoa(first)}})
		}
		seen[id] = m.at.Line
	}
}

func (l *loader) reference(f *yamlFile, m *mapping) {
	r := &Reference{Place: m.at, ID: m.id(), Type: m.need("type"), Title: m.anyText("title"), Container: m.anyText("container-title"),
		Publisher: m.anyText("publisher"), Number: m.str("number"), Issued: m.str("issued"), URL: addresses(m.anyText("URL")), Checked: m.str("checked"), Note: m.anyText("note")}
	for _, n := range f.sequence(m.get("author")) {
		a := f.mapping(n)
		if a == nil {
			continue
		}
		r.Authors = append(r.Authors, Author{Family: a.str("family"), Given: a.str("given"), Literal: a.anyText("literal")})
		a.done()
	}
	for _, t := range m.strs("language") {
		tag, err := lang.Parse(t) // a work may be in a language the course does not speak
		if err != nil {
			f.problem(m.get("language"), "language-unknown", map[string]any{"tag": clip(t)})
			continue
		}
		r.Languages = append(r.Languages, tag)
	}
	l.c.References = append(l.c.References, r)
}

// mediaFiles pairs every file of media/ with its strings.
func (l *loader) mediaFiles() {
	var names []string
	for name := range l.media {
		if path.Ext(name) != ".vtt" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	described := map[string]bool{}
	for _, name := range names {
		key := strings.TrimSuffix(path.Base(name), path.Ext(name))
		med := &Medium{Path: name, Key: key, Size: l.media[name], Place: Place{File: name}}
		if path.Ext(name) == ".svg" {
			med.SVG = []byte(l.texts[name].Text)
		}
		sidecar := strings.TrimSuffix(name, path.Ext(name)) + ".yaml"
		if _, ok := l.texts[sidecar]; ok {
			described[sidecar] = true
			l.mediumStrings(med, sidecar)
		} else {
			l.problems = append(l.problems, Problem{Place: Place{File: name}, Code: "medium-undescribed", Args: map[string]any{"name": sidecar}})
		}
		switch med.Broken = true; {
		case runs(name):
			l.problems = append(l.problems, Problem{Place: Place{File: name}, Code: "medium-runs"})
		case !l.whole(name):
			l.problems = append(l.problems, Problem{Place: Place{File: name}, Code: "medium-broken"})
		default:
			med.Broken = false
		}
		l.c.Media[name] = med
	}
	for _, name := range l.under("media", ".yaml") {
		if !described[name] {
			l.problems = append(l.problems, Problem{Place: Place{File: name}, Code: "medium-missing"})
		}
	}
}

func (l *loader) mediumStrings(med *Medium, sidecar string) {
	f, root := l.open(sidecar)
	m := f.mapping(root)
	if m == nil {
		return
	}
	med.Place = m.at
	med.Licence, med.Creator, med.Source = m.need("licence"), m.str("creator"), m.str("source")
	med.Language, med.Seconds = lang.Tag(m.str("language")), m.number("duration")
	if sub := f.mapping(m.get("text")); sub != nil {
		med.Text = map[string]lang.Text{}
		for _, p := range sub.pairs {
			med.Text[scalar(p.Key)] = sub.text(scalar(p.Key))
		}
	}
	if sub := f.mapping(m.get("captions")); sub != nil {
		med.Captions = map[lang.Tag]string{}
		for _, p := range sub.pairs {
			tag, ok := f.tag(p.Key)
			file := "media/" + scalar(p.Value)
			if _, have := l.texts[file]; ok && !have {
				f.problem(p.Value, "captions-missing", map[string]any{"name": clip(file)})
			}
			if _, have := l.texts[file]; ok && have {
				med.Captions[tag] = file
			}
		}
	}
	if sub := f.mapping(m.get("sign")); sub != nil {
		med.Sign = map[string]string{}
		for _, p := range sub.pairs {
			med.Sign[scalar(p.Key)] = scalar(p.Value)
		}
	}
	m.done()
}
