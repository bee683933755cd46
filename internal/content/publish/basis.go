package publish

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// Basis is the sentence that says what an adaptation was made from, for whom, by whom that was made, under which licence
// and what was changed, as Creative Commons licences ask (BY 4.0, section 3(a)); empty for a course that follows none.
func Basis(c *course.Course, tag, face lang.Tag) string {
	return basis(c, tag, face, func(s string) string { return s }, "", "")
}

// BasisHTML is the sentence with links to the course that was adapted and to its licence. Address is where that course is
// read here; without one it is read where the adaptation says.
func BasisHTML(c *course.Course, tag, face lang.Tag, address string) string {
	if c.Follows == nil {
		return ""
	}
	return basis(c, tag, face, render.Escape, or(address, c.Follows.Address.In(tag)), LicenceURL(c.Follows.Licence, face))
}

func basis(c *course.Course, tag, face lang.Tag, escape func(string) string, address, deed string) string {
	f := c.Follows
	if f == nil {
		return ""
	}
	linked := func(text, href, rel string) string {
		if href == "" {
			return escape(text)
		}
		return "<a" + rel + ` href="` + escape(href) + `">` + escape(text) + "</a>"
	}
	out := Words.Say(face, "basis", lang.A{"jurisdiction": escape(f.Jurisdiction.In(tag)), "title": linked(or(f.Title.In(tag), f.Course), address, ""), "release": escape(f.Release),
		"by": escape(strings.TrimSuffix(f.By.In(tag), ".")), "licence": linked(LicenceName(f.Licence), deed, ` rel="license"`)})
	if f.Changes.Has(tag) {
		out += " " + Words.Say(face, "basis-changes", lang.A{"changes": escape(f.Changes.In(tag))})
	}
	return out
}
