package publish

import (
	"strconv"

	"atelier/internal/base/page"
	"atelier/internal/content/course"
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
		h.Alternates = append(h.Alternates, page.Alternate{Locale: s.w.languages[tag].locale, Href: s.w.absolute(s.w.Counterpart(s.at, tag))})
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

// thing is a schema.org item. The fields stand in the order of their names in
// the output, so that it is always the same.
type thing map[string]any

func put(t thing, name, value string) {
	if value != "" {
		t[name] = value
	}
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

func (s *sheet) courseThing() thing {
	c, tag := s.w.Course, s.at.Tag
	t := thing{"@context": "https://schema.org", "@type": "Course", "@id": c.IRI, "inLanguage": s.t.locale, "isAccessibleForFree": true}
	put(t, "name", c.Title.In(tag))
	put(t, "description", c.Description.In(tag))
	put(t, "url", s.w.absolute(s.at))
	put(t, "license", or(licenceURL(c.Licence, s.t.face), c.Licence))
	if c.Audience.Has(tag) {
		t["audience"] = thing{"@type": "Audience", "audienceType": c.Audience.In(tag)}
	}
	if c.Attribution.Has(tag) {
		t["provider"] = thing{"@type": "Organization", "name": c.Attribution.In(tag)}
	}
	var teaches, parts []any
	for _, o := range c.Objectives {
		teaches = append(teaches, o.Text.In(tag))
	}
	for _, m := range c.Modules {
		part := thing{"@type": "LearningResource", "name": m.Title.In(tag), "position": m.Number}
		put(part, "url", s.w.absolute(s.t.byKey[ModuleKey(m)]))
		parts = append(parts, part)
	}
	some(t, "teaches", teaches)
	some(t, "hasPart", parts)
	if n := CourseMinutes(c, tag); n > 0 {
		t["timeRequired"] = duration(n)
		t["hasCourseInstance"] = thing{"@type": "CourseInstance", "courseMode": "online", "courseWorkload": duration(n)}
	}
	return t
}

func some(t thing, name string, list []any) {
	if len(list) > 0 {
		t[name] = list
	}
}

// resourceTypes are schema.org's words for the kinds of pages.
var resourceTypes = map[Kind]string{
	KindModule: "module", Kind(course.Lesson): "lesson", Kind(course.Check): "quiz", Kind(course.Summary): "summary",
	Kind(course.Checklist): "checklist", Kind(course.Case): "case study", Kind(course.Worksheet): "worksheet",
	Kind(course.Assessment): "assessment", Kind(course.Guide): "facilitator guide",
}

func (s *sheet) resourceThing() thing {
	c, tag := s.w.Course, s.at.Tag
	t := thing{"@context": "https://schema.org", "@type": "LearningResource", "name": s.at.Title, "inLanguage": s.t.locale,
		"learningResourceType": resourceTypes[s.at.Kind], "isAccessibleForFree": true}
	put(t, "description", s.description())
	put(t, "url", s.w.absolute(s.at))
	put(t, "license", or(licenceURL(c.Licence, s.t.face), c.Licence))
	whole := thing{"@type": "Course", "@id": c.IRI, "name": c.Title.In(tag)}
	put(whole, "url", s.w.absolute(s.t.byKey[string(KindHome)]))
	t["isPartOf"] = whole
	minutes := 0
	var ids []string
	if s.at.Page != nil {
		minutes, ids = s.t.minutes[s.at.Page], s.at.Page.Objectives
		if m := s.at.Module; m != nil {
			part := thing{"@type": "LearningResource", "name": m.Title.In(tag), "isPartOf": whole}
			put(part, "url", s.w.absolute(s.t.byKey[ModuleKey(m)]))
			t["isPartOf"] = part
		}
	} else {
		minutes = s.t.minutes.module(s.at.Module)
		for _, o := range s.at.Module.Objectives {
			ids = append(ids, o.ID)
		}
	}
	if minutes > 0 {
		t["timeRequired"] = duration(minutes)
	}
	var teaches []any
	for _, id := range ids {
		if o := s.w.Objective(id); o != nil {
			teaches = append(teaches, o.Text.In(tag))
		}
	}
	some(t, "teaches", teaches)
	return t
}

// duration writes minutes as ISO 8601 does.
func duration(minutes int) string { return "PT" + strconv.Itoa(minutes) + "M" }
