package lms

import (
	"cmp"
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// readme tells those who run the learning management system what the package is and
// does, in the languages of the whole course, in its order: they need not be the readers
// of the package. What is recorded, and how it is left, are the edition's own: records and
// complete are keys.
func readme(m *publish.Maker, p *packaged, records, complete string) []byte {
	var b strings.Builder
	for i, face := range faces(m) {
		if i > 0 {
			b.WriteString("\n" + strings.Repeat("-", 72) + "\n\n")
		}
		title := titleFor(p.course, face)
		b.WriteString(title + "\n" + strings.Repeat("=", len([]rune(title))) + "\n\n")
		args := lang.A{"course": p.course.IRI, "release": cmp.Or(m.Release, publish.Say(face, "package.no-release")), "languages": p.names(face), "licence": publish.LicenceName(p.course.Licence)}
		for _, key := range []string{"what", "import", "replace", records, complete, "keys", "languages", "works"} {
			if key == "languages" && len(p.course.Languages) == 1 {
				continue
			}
			text := publish.Say(face, "package.readme-"+key, args)
			if key == complete {
				text = p.whole.rule(face) + " " + text
			}
			b.WriteString(wrapped(text, 78) + "\n\n")
		}
		b.WriteString(wrapped(publish.Say(face, "package.readme-source", args), 78) + "\n")
	}
	return []byte(b.String())
}

// faces are the interface languages of the course, in the order of its languages.
func faces(m *publish.Maker) []lang.Tag {
	var out []lang.Tag
	for _, tag := range m.Course.Tags() {
		if face := m.Web.In(tag).Face; !slices.Contains(out, face) {
			out = append(out, face)
		}
	}
	return out
}

// titleFor is the course's title in a language of the interface, or in its first one.
func titleFor(c *course.Course, face lang.Tag) string {
	for _, l := range c.Languages {
		if l.Interface == face || l.Tag == face {
			return c.Title.In(l.Tag)
		}
	}
	return c.Title.In(c.Tags()[0])
}

func (p *packaged) names(face lang.Tag) string {
	var names []string
	for _, l := range p.course.Languages {
		names = append(names, l.Name)
	}
	return lang.Join(face, names)
}

// wrapped breaks a text into lines of at most so many characters.
func wrapped(text string, most int) string {
	var b strings.Builder
	n := 0
	for _, word := range strings.Split(text, " ") {
		size := len([]rune(word))
		switch {
		case n == 0:
		case n+1+size > most:
			b.WriteByte('\n')
			n = 0
		default:
			b.WriteByte(' ')
			n++
		}
		b.WriteString(word)
		n += size
	}
	return b.String()
}

// losePackage tells what a package for a learning management system does not carry.
func losePackage(m *publish.Maker) {
	c := m.Course
	for _, p := range c.Pages() {
		if c.Graded(p) {
			m.Lose(publish.Loss{Page: p.Path, Code: "package-keys"})
		}
		if p.Kind == course.Assessment {
			m.Lose(publish.Loss{Page: p.Path, Code: "package-bank"})
		}
		if p.Kind == course.Worksheet {
			m.Lose(publish.Loss{Page: p.Path, Code: "package-writing"})
		}
		if p.TitleID() == "" {
			m.Lose(publish.Loss{Page: p.Path, Code: "package-untitled"})
		}
	}
	if len(c.Lock) == 0 {
		m.Lose(publish.Loss{Code: "package-unreleased"})
	}
}
