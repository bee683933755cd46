package course

import (
	"embed"

	"atelier/internal/base/lang"
)

// Problem is a mistake in the source, found while loading. Its code is stable and names a message of
// catalogue/*.yaml ("problem.<code>"), with Args for the blanks.
type Problem struct {
	Place
	Code  string
	Args  map[string]any
	Fatal bool // the course may not be built
}

// Problems is every mistake found in one run, sorted by file, line, column and code.
type Problems []Problem

// Fatal reports whether any problem forbids building the course.
func (ps Problems) Fatal() bool {
	for _, p := range ps {
		if p.Fatal {
			return true
		}
	}
	return false
}

//go:embed catalogue
var catalogueFiles embed.FS

// Words are the messages about mistakes in a source, "problem.<code>".
var Words = lang.MustCatalogue(catalogueFiles)

// Message says the problem in a language, without its place.
func (p Problem) Message(tag lang.Tag) string { return Words.Say(tag, "problem."+p.Code, p.Args) }

// String is file:line:column, as editors and terminals know it.
func (p Place) String() string {
	s := p.File
	if p.Line > 0 {
		s += ":" + itoa(p.Line)
		if p.Column > 0 {
			s += ":" + itoa(p.Column)
		}
	}
	return s
}
