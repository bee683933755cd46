package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"atelier/courses"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// source is a course to work on: where it is, for people and for writing, and its files.
type source struct {
	name string // as a person would call it
	dir  string // empty for the course inside the program
	fs   fs.FS
}

// findCourse opens the course a command is about: the folder named; else the folder we stand in, when it is a
// course; else the shipped course of a checkout; else the one inside the program.
func findCourse(dir string) (source, error) {
	candidates := []string{dir}
	if dir == "" {
		candidates = []string{".", filepath.Join("courses", courses.ShippedKey)}
	}
	for _, d := range candidates {
		if _, err := os.Stat(filepath.Join(d, "course.yaml")); err != nil && dir == "" {
			continue
		}
		fsys, err := course.OpenDir(d)
		if err != nil {
			return source{}, cannotOpen(d, err)
		}
		return source{name: d, dir: d, fs: fsys}, nil
	}
	return source{name: courses.ShippedKey, fs: courses.Shipped()}, nil
}

func cannotOpen(dir string, err error) error {
	key := "course-unreadable"
	if errors.Is(err, fs.ErrNotExist) {
		key = "course-none"
	}
	return fault.New(fault.NotFound, words, key, lang.A{"dir": dir}).Because(err)
}

// load reads the course. The error is for a folder that is no course; mistakes of the source are the problems.
func (s source) load() (*course.Course, course.Problems, error) {
	c, ps, err := course.Load(s.fs)
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) && pe.Path == "course.yaml" {
			return nil, nil, fault.New(fault.NotFound, words, "course-not", lang.A{"dir": s.name}).Because(err)
		}
		return nil, nil, cannotOpen(s.name, err)
	}
	c.Root = s.name
	return c, ps, nil
}

// whole reads a course that must be sound: mistakes that forbid building are printed and end the command.
func (t *terminal) whole(s source) (*course.Course, error) {
	c, ps, err := s.load()
	if err != nil {
		return nil, err
	}
	n := 0
	for _, p := range ps {
		if p.Fatal {
			fmt.Fprintln(t.err, p.Place.String()+": "+p.Message(t.tag))
			n++
		}
	}
	if n > 0 {
		return nil, fault.New(fault.Invalid, words, "course-broken", lang.A{"n": n, "dir": s.name})
	}
	return c, nil
}

// writable refuses to write into the course inside the program.
func (s source) writable() error {
	if s.dir == "" {
		return fault.New(fault.Usage, words, "course-inside")
	}
	return nil
}

// write replaces a file of the course: the new text stands beside it whole before the old one goes.
func (s source) write(name, text string) error {
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return cannotWrite(path, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".atelier-*")
	if err != nil {
		return cannotWrite(path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return cannotWrite(path, err)
	}
	return nil
}

// remove takes a file of the course away.
func (s source) remove(name string) error {
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return cannotWrite(path, err)
	}
	return nil
}

func cannotWrite(path string, err error) error {
	return fault.New(fault.Unavailable, words, "cannot-write", lang.A{"path": path}).Because(err)
}

// json prints a value for programs.
func (t *terminal) json(v any) error {
	enc := json.NewEncoder(t.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
