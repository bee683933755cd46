package verify

// Clause 7.18, annotations.
var annotationRules = []rule{
	{id: "7.18.1-1", says: "an annotation stands in an Annot element", annotation: func(_ *checker, a *annotation) string {
		switch a.subtype() {
		case "Widget", "PrinterMark", "Link":
			return ""
		}
		return when(!a.hidden() && a.owner().role() != "Annot", "is not in an Annot element")
	}},
	{id: "7.18.1-2", says: "an annotation has Contents, or its element has Alt", annotation: func(_ *checker, a *annotation) string {
		return when(a.subtype() != "Widget" && !a.hidden() && a.says("Contents") == "" && a.alt() == "", "neither Contents nor Alt")
	}},
	{id: "7.18.1-3", says: "a form field has TU, or its widgets' elements have Alt", annotation: func(c *checker, a *annotation) string {
		if a.subtype() != "Widget" || a.hidden() {
			return ""
		}
		field := a.d
		if c.f.key(field, "T") == nil {
			field = c.f.dictAt(field, "Parent")
		}
		tu, _ := c.f.textAt(field, "TU")
		return when(tu == "" && a.alt() == "", "neither TU nor Alt")
	}},
	{id: "7.18.2-1", says: "no TrapNet annotation", annotation: func(_ *checker, a *annotation) string {
		return when(a.subtype() == "TrapNet" && !a.hidden(), "TrapNet is not permitted")
	}},
	{id: "7.18.3-1", says: "a page with annotations has tab order S", file: func(c *checker, say sayer) {
		for _, p := range c.f.pages {
			if len(c.f.annotations(p)) > 0 && c.f.nameAt(p.dict, "Tabs") != "S" {
				say("page "+p.self.String(), p.number, "has annotations and no Tabs /S")
			}
		}
	}},
	{id: "7.18.4-1", says: "a Widget stands in a Form element", annotation: func(_ *checker, a *annotation) string {
		return when(a.subtype() == "Widget" && !a.hidden() && a.owner().role() != "Form", "is not in a Form element")
	}},
	{id: "7.18.5-1", says: "a Link annotation stands in a Link element", annotation: func(_ *checker, a *annotation) string {
		return when(a.subtype() == "Link" && !a.hidden() && a.owner().role() != "Link", "is not in a Link element")
	}},
	{id: "7.18.5-2", says: "a Link annotation has Contents", annotation: func(_ *checker, a *annotation) string {
		return when(a.subtype() == "Link" && !a.hidden() && a.says("Contents") == "", "no Contents")
	}},
	{id: "7.18.8-1", says: "a PrinterMark is no part of the structure", annotation: func(c *checker, a *annotation) string {
		n := a.owner()
		return when(a.subtype() == "PrinterMark" && !a.hidden() && n != nil && c.f.nameAt(n.d, "S") != "", "stands in the structure tree")
	}},
}

func (a *annotation) says(k name) string {
	s, _ := a.f.textAt(a.d, k)
	return s
}

// alt is the Alt of the element that owns the annotation.
func (a *annotation) alt() string {
	n := a.owner()
	if n == nil {
		return ""
	}
	s, _ := a.f.textAt(n.d, "Alt")
	return s
}

var formRules = []rule{
	{id: "7.18.4-2", says: "a Form without a Role attribute holds one widget and nothing else", element: func(_ *checker, e *Element) string {
		if e.Role != "Form" || e.Attributes["PrintField.Role"] != "" {
			return ""
		}
		one := len(e.Kids) == 1 && e.Kids[0].Annotation == "Widget"
		return when(!one, "no Role attribute, and not one widget alone")
	}},
}
