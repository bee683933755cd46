package check

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

func allowPlace(a course.Allow) course.Place {
	if a.Line == 0 {
		return course.Place{File: "course.yaml", Line: 1, Column: 1}
	}
	return a.Place
}

// silence leaves out what the source allows, and adds a note for each allowance that did nothing.
func silence(c *course.Course, found []Finding) []Finding {
	used := make([]bool, len(c.Allows))
	tables := newSources(c)
	var out []Finding
	for _, f := range found {
		quiet := false
		for i, a := range c.Allows {
			if f.Level != Error && a.Rule == f.Rule && covers(tables, a, f) {
				used[i], quiet = true, true
			}
		}
		if !quiet {
			out = append(out, f)
		}
	}
	p := &pass{scan: &scan{c: c}, rule: allowUnused}
	for i, a := range c.Allows {
		if r := ruleNamed(a.Rule); !used[i] && r != nil && r.Level != Error {
			p.at(allowPlace(a), "", "", A{"name": a.Rule})
		}
	}
	return append(out, p.found...)
}

// covers says whether an allowance holds for a finding: for the course, for its file, or for the passage that
// begins on the first line with text after it.
func covers(tables *sources, a course.Allow, f Finding) bool {
	if a.File == "" {
		return true
	}
	if a.File != f.File && strings.TrimSuffix(a.File, "/") != f.File {
		return false
	}
	if a.Line == 0 {
		return true
	}
	first, last := tables.of(a.File).entry(a.Line, strings.HasSuffix(a.File, ".yaml"))
	return f.Line >= first && f.Line <= last
}

// entry is the lines of what stands after a line: in Markdown up to the next blank line, in YAML up to the next line
// that is not deeper.
func (t *lineTable) entry(line int, yaml bool) (first, last int) {
	first = line + 1
	for first < len(t.starts) && t.blankOrComment(first) {
		first++
	}
	depth := t.indent(first)
	for last = first; last < len(t.starts); last++ {
		if t.blankOrComment(last+1) || yaml && t.indent(last+1) <= depth {
			break
		}
	}
	return first, last
}

func (t *lineTable) blankOrComment(n int) bool {
	from, to := t.line(n)
	s := strings.TrimSpace(string(t.src[from:to]))
	return s == "" || strings.HasPrefix(s, "<!--")
}

func (t *lineTable) indent(n int) int {
	from, to := t.line(n)
	s := string(t.src[from:to])
	return len(s) - len(strings.TrimLeft(s, " "))
}

// ruled are the codes of loading that a rule speaks of too, with its reason.
var ruled = setOf("page-language-missing", "title-missing")

// problems turns what loading found into findings, so that one list says everything.
func (s *scan) problems() {
	for _, pr := range s.problem {
		if ruled[pr.Code] {
			continue
		}
		s.found = append(s.found, Finding{
			Rule: "source/" + pr.Code, Level: Error, Place: pr.Place,
			Message: text(pr.Message(lang.English), pr.Message(lang.French)),
			Why:     text("The source of the course departs from its format.", "La source du cours s’écarte de son format."),
			Source:  sourceFormat,
			Advice:  text("Correct the source at this place.", "Corrigez la source à cet endroit."),
		})
	}
}
