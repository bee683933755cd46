package publish

import (
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/standard/schemaorg"
)

// head is the metadata of a page. Addresses are absolute, so there are none
// without a base address.
func (s *sheet) head() page.Head {
	h := page.Head{Description: s.description(), SiteName: s.w.Course.Title.In(s.at.Tag), JSONLD: s.structured(), Type: "website"}
	if s.at.Kind == Kind(course.Lesson) {
		h.Type = "article"
	}
	if s.w.base == "" {
		return h
	}
	h.Canonical = s.w.absolute(s.at)
	for _, tag := range s.w.tags {
		h.Alternates = append(h.Alternates, page.Alternate{Locale: s.w.languages[tag].Locale, Href: s.w.absolute(s.w.Counterpart(s.at, tag))})
	}
	if s.at.Kind == KindHome {
		h.Alternates = append(h.Alternates, page.Alternate{Locale: "x-default", Href: s.w.base + s.w.Options.Root})
	} else {
		h.Alternates = append(h.Alternates, page.Alternate{Locale: "x-default", Href: s.w.absolute(s.w.Counterpart(s.at, s.w.tags[0]))})
	}
	return h
}

// absolute is the address of a page on the web; empty without a base address.
func (w *Web) absolute(p *WebPage) string {
	if w.base == "" {
		return ""
	}
	if w.Options.Style == Files {
		return w.base + p.Path + "index.html"
	}
	return w.base + p.Path
}

// description is one sentence about the page: its lede, or what it belongs to.
func (s *sheet) description() string {
	tag := s.at.Tag
	if h := s.at.Head(); h != nil && h.Lede != "" {
		return h.Lede
	}
	switch {
	case s.at.Kind == KindHome:
		return s.w.Course.Description.In(tag)
	case s.at.Page == nil && s.at.Module != nil:
		return s.at.Module.Description.In(tag)
	case s.at.Page == nil:
		return s.say("lede." + string(s.at.Kind))
	}
	return s.at.Title
}

// structured is the page as schema.org says it: the course, a module or another
// learning resource; nil for pages that are only ways to others.
func (s *sheet) structured() any {
	switch s.at.Kind {
	case KindHome:
		return s.courseThing()
	case KindModule, Kind(course.Lesson), Kind(course.Check), Kind(course.Summary), Kind(course.Checklist), Kind(course.Case),
		Kind(course.Worksheet), Kind(course.Assessment), Kind(course.Guide):
		return s.resourceThing()
	}
	return nil
}

func (s *sheet) courseThing() schemaorg.Thing {
	c, tag := s.w.Course, s.at.Tag
	t := schemaorg.Thing{"@context": schemaorg.Context, "@type": "Course", "@id": c.IRI, "inLanguage": s.t.Locale, "isAccessibleForFree": true}
	t.Put("name", c.Title.In(tag))
	t.Put("description", c.Description.In(tag))
	t.Put("url", s.w.absolute(s.at))
	t.Put("license", or(LicenceURL(c.Licence, s.t.Face), c.Licence))
	if c.Audience.Has(tag) {
		t["audience"] = schemaorg.Thing{"@type": "Audience", "audienceType": c.Audience.In(tag)}
	}
	if c.Attribution.Has(tag) {
		t["provider"] = schemaorg.Thing{"@type": "Organization", "name": c.Attribution.In(tag)}
	}
	if f := c.Follows; f != nil {
		t["isBasedOn"] = basisThing(f, s.at.Tag)
	}
	var teaches, parts []any
	for _, o := range c.Objectives {
		teaches = append(teaches, o.Text.In(tag))
	}
	for _, m := range c.Modules {
		part := schemaorg.Thing{"@type": "LearningResource", "name": m.Title.In(tag), "position": m.Number}
		part.Put("url", s.w.absolute(s.t.byKey[ModuleKey(m)]))
		parts = append(parts, part)
	}
	t.Some("teaches", teaches)
	t.Some("hasPart", parts)
	if n := CourseMinutes(c, tag); n > 0 {
		t["timeRequired"] = schemaorg.Minutes(n)
		t["hasCourseInstance"] = schemaorg.Thing{"@type": "CourseInstance", "courseMode": "online", "courseWorkload": schemaorg.Minutes(n)}
	}
	return t
}

// basisThing is the course that an adaptation follows.
func basisThing(f *course.Follows, tag lang.Tag) schemaorg.Thing {
	t := schemaorg.Thing{"@type": "Course", "@id": f.Course, "version": f.Release}
	t.Put("name", f.Title.In(tag))
	t.Put("url", f.Address.In(tag))
	t.Put("license", or(LicenceURL(f.Licence, lang.English), f.Licence))
	if f.By.Has(tag) {
		t["creator"] = schemaorg.Thing{"@type": "Organization", "name": f.By.In(tag)}
	}
	return t
}

// resourceTypes are schema.org's words for the kinds of pages.
var resourceTypes = map[Kind]string{
	KindModule: "module", Kind(course.Lesson): "lesson", Kind(course.Check): "quiz", Kind(course.Summary): "summary",
	Kind(course.Checklist): "checklist", Kind(course.Case): "case study", Kind(course.Worksheet): "worksheet",
	Kind(course.Assessment): "assessment", Kind(course.Guide): "facilitator guide",
}

// ResourceType is schema.org's word for pages of a kind.
func ResourceType(k Kind) string { return resourceTypes[k] }

func (s *sheet) resourceThing() schemaorg.Thing {
	c, tag := s.w.Course, s.at.Tag
	t := schemaorg.Thing{"@context": schemaorg.Context, "@type": "LearningResource", "name": s.at.Title, "inLanguage": s.t.Locale,
		"learningResourceType": resourceTypes[s.at.Kind], "isAccessibleForFree": true}
	t.Put("description", s.description())
	t.Put("url", s.w.absolute(s.at))
	t.Put("license", or(LicenceURL(c.Licence, s.t.Face), c.Licence))
	whole := schemaorg.Thing{"@type": "Course", "@id": c.IRI, "name": c.Title.In(tag)}
	whole.Put("url", s.w.absolute(s.t.byKey[string(KindHome)]))
	t["isPartOf"] = whole
	minutes := 0
	var ids []string
	if s.at.Page != nil {
		minutes, ids = s.t.minutes[s.at.Page], s.at.Page.Objectives
		if m := s.at.Module; m != nil {
			part := schemaorg.Thing{"@type": "LearningResource", "name": m.Title.In(tag), "isPartOf": whole}
			part.Put("url", s.w.absolute(s.t.byKey[ModuleKey(m)]))
			t["isPartOf"] = part
		}
	} else {
		minutes = s.t.minutes.module(s.at.Module)
		for _, o := range s.at.Module.Objectives {
			ids = append(ids, o.ID)
		}
	}
	if minutes > 0 {
		t["timeRequired"] = schemaorg.Minutes(minutes)
	}
	var teaches []any
	for _, id := range ids {
		if o := s.w.Objective(id); o != nil {
			teaches = append(teaches, o.Text.In(tag))
		}
	}
	t.Some("teaches", teaches)
	return t
}

// duration writes minutes as ISO 8601 does.
