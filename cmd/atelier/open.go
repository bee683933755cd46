package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"atelier/internal/base/archive"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/publish"
)

// openCommand gives back the source that a package carries.
type openCommand struct {
	Package string `arg:"" type:"existingfile" help:"${package}"`
	Out     string `type:"path" help:"${open_out}"`
	JSON    bool   `name:"json" help:"${json}"`
}

func (o *openCommand) Run(t *terminal) error {
	src, err := openPackage(o.Package)
	if err != nil {
		return err
	}
	dir := o.Out
	if dir == "" {
		name := filepath.Base(o.Package)
		dir, _, _ = strings.Cut(name, ".")
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fault.New(fault.Conflict, words, "out-not-empty", lang.A{"dir": dir})
	}
	names := src.Names()
	for _, name := range names {
		data, err := src.Read(name)
		if err != nil {
			return badPackage(o.Package, err)
		}
		if err := writeNew(filepath.Join(dir, filepath.FromSlash(name)), string(data)); err != nil {
			return err
		}
	}
	if o.JSON {
		return t.json(map[string]any{"dir": dir, "files": len(names)})
	}
	t.line("open-done", lang.A{"n": len(names), "dir": dir})
	if opened, err := findCourse(dir); err == nil && withoutBank(opened) {
		t.line("open-no-bank")
	}
	return nil
}

// withoutBank says whether a course draws the questions of its assessment from a bank that is not there.
func withoutBank(s source) bool {
	c, _, err := s.load()
	if err != nil || c.Assessment == nil || c.Assessment.Draw == 0 {
		return false
	}
	for _, tag := range c.Tags() {
		if d := c.Assessment.Doc(tag); d != nil {
			for _, q := range d.Questions() {
				if q.Form == "" {
					return false
				}
			}
		}
	}
	return true
}

// openPackage opens the source inside a file.
func openPackage(name string) (*archive.Reader, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fault.New(fault.NotFound, words, "package-unreadable", lang.A{"file": name}).Because(err)
	}
	src, err := publish.SourceOf(data)
	if err != nil {
		return nil, badPackage(name, err)
	}
	return src, nil
}

func badPackage(name string, err error) error {
	switch {
	case errors.Is(err, publish.ErrNoSource):
		return fault.New(fault.Invalid, words, "package-no-source", lang.A{"file": name}).Because(err)
	case errors.Is(err, archive.ErrTooLarge):
		return fault.New(fault.TooLarge, words, "package-large", lang.A{"file": name}).Because(err)
	}
	return fault.New(fault.Invalid, words, "package-broken", lang.A{"file": name}).Because(err)
}
