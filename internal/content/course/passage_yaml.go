package course

import "atelier/internal/base/lang"

// Passages is every passage of the course in one language: the strings of the YAML files by key path, then the
// pages in reading order.
func (c *Course) Passages(tag lang.Tag) []Passage {
	out := c.YAMLPassages(tag)
	for _, page := range c.Pages() {
		if d := page.Doc(tag); d != nil {
			out = append(out, d.Passages()...)
		}
	}
	return out
}

// YAMLPassages is the strings of the YAML files and front matter in one language; their ids are key paths.
func (c *Course) YAMLPassages(tag lang.Tag) []Passage {
	y := &yamlPassages{tag: tag}
	root := Place{File: "course.yaml", Line: 1, Column: 1}
	y.add("course/title", c.Title, root, nil)
	y.add("course/description", c.Description, root, nil)
	y.add("course/audience", c.Audience, root, nil)
	y.add("course/attribution", c.Attribution, root, nil)
	if f := c.Follows; f != nil {
		for i, text := range []lang.Text{f.Title, f.By, f.Jurisdiction, f.Changes} {
			y.add("follows/"+followsTexts[i], text, f.Place, nil)
		}
	}
	for _, o := range c.Objectives {
		y.add("objective."+o.ID, o.Text, o.Place, nil)
	}
	for _, m := range c.Modules {
		y.add("module."+m.Key+"/title", m.Title, m.Place, m)
		y.add("module."+m.Key+"/slug", m.Slug, m.Place, m)
		y.add("module."+m.Key+"/description", m.Description, m.Place, m)
		for _, o := range m.Objectives {
			y.add("objective."+o.ID, o.Text, o.Place, m)
		}
	}
	for _, p := range c.Pages() {
		y.page(p)
	}
	c.listPassages(y)
	return y.out
}

// followsTexts are the texts of what a course follows, in their order.
var followsTexts = []string{"title", "by", "jurisdiction", "changes"}

func (c *Course) listPassages(y *yamlPassages) {
	for _, k := range c.Concepts {
		y.add("concept."+k.ID+"/name", k.Name, k.Place, nil)
		y.add("concept."+k.ID+"/definition", k.Definition, k.Place, nil)
	}
	for _, t := range c.Glossary {
		y.add("term."+t.ID+"/term", t.Term, t.Place, nil)
		y.add("term."+t.ID+"/definition", t.Definition, t.Place, nil)
		y.add("term."+t.ID+"/note", t.Note, t.Place, nil)
	}
	for _, r := range c.Resources {
		y.add("resource."+r.ID+"/good-for", r.GoodFor, r.Place, nil)
		y.add("resource."+r.ID+"/by", r.By, r.Place, nil)
	}
	for _, name := range sortedKeys(c.Media) {
		m := c.Media[name]
		for _, k := range sortedKeys(m.Text) {
			y.add("medium."+m.Key+"/text."+k, m.Text[k], m.Place, nil)
		}
	}
}

type yamlPassages struct {
	tag lang.Tag
	out []Passage
}

func (y *yamlPassages) add(id string, t lang.Text, at Place, m *Module) {
	if s := t[y.tag]; s != "" {
		y.out = append(y.out, Passage{Place: at, ID: ID(id), Tag: y.tag, Kind: "yaml", Text: Normalise(s), Plain: s, Module: m})
	}
}

// page: the slug and the facts of a case are written in each language's front matter.
func (y *yamlPassages) page(p *Page) {
	at := Place{File: p.Path + "." + string(y.tag) + ".md", Line: 2, Column: 1}
	y.add("page."+p.Path+"/slug", p.Slug, at, p.Module)
	for _, f := range p.Facts {
		y.add("page."+p.Path+"/"+f.Key, f.Text, at, p.Module)
	}
}
