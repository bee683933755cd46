package verify

import "regexp"

// langForm is a language tag as the profile tests it (ISO 32000-1, 14.9.2; RFC 3066).
var langForm = regexp.MustCompile(`^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$`)

// Clause 7.2, natural language: every text that is spoken has a language that can be determined.
var languageRules = []rule{
	{id: "7.2-2", says: "the language of bookmarks can be determined", file: func(c *checker, say sayer) {
		if first := c.f.dictAt(c.f.dictAt(c.f.catalog, "Outlines"), "First"); first != nil && !c.hasLang {
			say("outline", 0, "the catalog has no Lang")
		}
	}},
	{id: "7.2-21", says: "the language of ActualText can be determined", element: spoken("ActualText")},
	{id: "7.2-22", says: "the language of Alt can be determined", element: spoken("Alt")},
	{id: "7.2-23", says: "the language of E can be determined", element: spoken("E")},
	{id: "7.2-24", says: "the language of Contents can be determined", annotation: func(c *checker, a *annotation) string {
		_, has := c.f.textAt(a.d, "Contents")
		return when(has && !c.hasLang && !c.annotationLang(a.d), "Contents has no language")
	}},
	{id: "7.2-25", says: "the language of TU can be determined", file: func(c *checker, say sayer) {
		c.eachField(func(d dict, self ref) {
			if _, has := c.f.textAt(d, "TU"); has && !c.hasLang && !c.annotationLang(d) {
				say("form field "+self.String(), 0, "TU has no language")
			}
		})
	}},
	{id: "7.2-29", says: "Lang is a language tag", file: func(c *checker, say sayer) {
		if s, ok := c.f.textAt(c.f.catalog, "Lang"); ok && !langForm.MatchString(s) {
			say("catalog", 0, "Lang is not a language tag")
		}
	}, element: func(c *checker, e *Element) string {
		s, ok := c.f.textAt(e.node.d, "Lang")
		return when(ok && !langForm.MatchString(s), "Lang is not a language tag")
	}, mark: func(c *checker, m *mark, _ *place) string {
		s, ok := c.f.textAt(m.props, "Lang")
		return when(ok && !langForm.MatchString(s), "Lang is not a language tag")
	}},
	{id: "7.2-30", says: "the language of a Span's ActualText can be determined", mark: spokenMark("ActualText")},
	{id: "7.2-31", says: "the language of a Span's Alt can be determined", mark: spokenMark("Alt")},
	{id: "7.2-32", says: "the language of a Span's E can be determined", mark: spokenMark("E")},
	{id: "7.2-34", says: "the language of text can be determined", item: func(c *checker, kind string, at *place) string {
		return when(kind == "text" && !c.hasLang && !at.hasLang(), "text has no language")
	}},
}

func spoken(k name) func(*checker, *Element) string {
	return func(c *checker, e *Element) string {
		if _, has := c.f.textAt(e.node.d, k); !has || c.hasLang {
			return ""
		}
		_, known := e.node.lang()
		return when(!known, "%s has no language", k)
	}
}

func spokenMark(k name) func(*checker, *mark, *place) string {
	return func(c *checker, m *mark, at *place) string {
		if _, has := c.f.textAt(m.props, k); m.tag != "Span" || !has || c.hasLang {
			return ""
		}
		return when(!at.hasLang(), "%s has no language", k)
	}
}

// hasLang says whether a mark, its element or the annotation around the place names a language.
func (p *place) hasLang() bool {
	for m := p.mark; m != nil; m = m.outer {
		if m.owner == nil && m.props == nil {
			continue
		}
		if _, ok := m.props["Lang"].(text); ok {
			return true
		}
		if _, ok := m.owner.lang(); ok {
			return true
		}
	}
	return p.lang != ""
}

// annotationLang says whether the element that owns an annotation or field names a language itself.
func (c *checker) annotationLang(d dict) bool {
	a := &annotation{f: c.f, d: d}
	n := a.owner()
	if n == nil {
		return false
	}
	_, ok := c.f.textAt(n.d, "Lang")
	return ok
}

// eachField calls visit for every form field of the AcroForm and their kids that are fields (12.7.3).
func (c *checker) eachField(visit func(dict, ref)) {
	var walk func(o object, depth int)
	count := 0
	walk = func(o object, depth int) {
		d := c.f.asDict(o)
		if count++; d == nil || depth > maxNesting || count > maxElements {
			return
		}
		self, _ := o.(ref)
		visit(d, self)
		for _, k := range c.f.arrayAt(d, "Kids") {
			if kid := c.f.asDict(k); kid["T"] != nil {
				walk(k, depth+1)
			}
		}
	}
	for _, o := range c.f.arrayAt(c.f.dictAt(c.f.catalog, "AcroForm"), "Fields") {
		walk(o, 0)
	}
}
