package course

import (
	"net/url"
	"regexp"
	"strings"

	"atelier/internal/base/lang"
)

// Follows is what an adaptation says of the course that it was made from; course.yaml "follows".
type Follows struct {
	Place
	Course       string    // the id of the course that is followed
	Release      string    // the release of it from which this one was made
	Title        lang.Text // of the course that is followed
	By           lang.Text // whom it asks to be credited
	Licence      string    // under which it may be adapted, SPDX
	Address      lang.Text // where it is read; may be empty
	Jurisdiction lang.Text // for which this course was made
	Changes      lang.Text // what is different here: Creative Commons licences ask for it (BY 4.0, section 3(a)(1)(B))
}

// releaseForm is the form of versions.
var releaseForm = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}$`)

// follows reads what a course follows; nil when it follows none. Without the id and the release nobody can tell what is
// meant, so that a course with bad ones is not built.
func (l *loader) follows(m *mapping) *Follows {
	sub := m.f.mapping(m.get("follows"))
	if sub == nil {
		return nil
	}
	f := &Follows{Place: m.place("follows"), Course: sub.str("course"), Release: sub.str("release"), Licence: sub.str("licence"),
		Title: sub.text("title"), By: sub.text("by"), Address: addresses(sub.text("address")), Jurisdiction: sub.text("jurisdiction"), Changes: sub.text("changes")}
	sub.done()
	refuse := func(key, code, value string, fatal bool) {
		*m.f.problems = append(*m.f.problems, Problem{Place: sub.place(key), Code: code, Args: map[string]any{"value": clip(value)}, Fatal: fatal})
	}
	if !wholeIRI(f.Course) {
		refuse("course", "follows-course", f.Course, true)
	} else if f.Course == l.c.IRI {
		refuse("course", "follows-itself", f.Course, true)
	}
	if !releaseForm.MatchString(f.Release) || f.Release == "next" {
		refuse("release", "follows-release", f.Release, true)
	}
	for _, tag := range f.Address.Tags() {
		if u, err := url.Parse(f.Address.In(tag)); err != nil || u.Scheme != "https" || u.Host == "" {
			refuse("address", "follows-address", f.Address.In(tag), false)
			delete(f.Address, tag)
		}
	}
	return f
}

// wholeIRI says whether an id has a scheme and what it names, without the characters that RFC 3987 (2.2) leaves out.
func wholeIRI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "") && !strings.ContainsAny(s, " <>\"{}|\\^`")
}
