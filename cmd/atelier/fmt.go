package main

import (
	"fmt"
	"slices"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// fmtCommand gives ids to new passages. It inserts and never rewrites.
type fmtCommand struct {
	Course string `arg:"" optional:"" help:"${course}"`
	Check  bool   `help:"${fmt_check}"`
	JSON   bool   `name:"json" help:"${json}"`
}

func (f *fmtCommand) Run(t *terminal) error {
	src, err := findCourse(f.Course)
	if err != nil {
		return err
	}
	if err := src.writable(); err != nil {
		return err
	}
	c, err := t.whole(src)
	if err != nil {
		return err
	}
	done := course.Format(c, nil)
	var names []string
	for name := range done.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	if !f.Check {
		for _, name := range names {
			if err := src.write(name, done.Files[name]); err != nil {
				return err
			}
		}
	}
	if err := f.report(t, done, names); err != nil {
		return err
	}
	if f.Check && len(names) > 0 {
		return fault.New(fault.Findings, words, "fmt-needed", lang.A{"n": len(names)})
	}
	return nil
}

func (f *fmtCommand) report(t *terminal, done course.Formatted, names []string) error {
	if f.JSON {
		type problem struct {
			File         string
			Line, Column int
			Code         string
			Message      string
		}
		out := struct {
			Given    int
			Files    []string
			Problems []problem
		}{Given: done.Given, Files: names, Problems: []problem{}}
		for _, p := range done.Problems {
			out.Problems = append(out.Problems, problem{p.File, p.Line, p.Column, p.Code, p.Message(t.tag)})
		}
		return t.json(out)
	}
	for _, p := range done.Problems {
		fmt.Fprintln(t.err, p.Place.String()+": "+p.Message(t.tag))
	}
	switch {
	case done.Given == 0 && len(names) == 0:
		t.line("fmt-nothing")
	case f.Check:
		t.line("fmt-would", lang.A{"n": done.Given, "files": len(names)})
	default:
		t.line("fmt-done", lang.A{"n": done.Given, "files": len(names)})
	}
	return nil
}
