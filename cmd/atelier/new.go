package main

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

//go:embed all:starter
var starter embed.FS

// newCommand makes a course to start from: one module, one lesson, in French and English.
type newCommand struct {
	Dir string `arg:"" type:"path" help:"${dir}"`
}

func (n *newCommand) Run(t *terminal) error {
	if entries, err := os.ReadDir(n.Dir); err == nil && len(entries) > 0 {
		return fault.New(fault.Conflict, words, "out-not-empty", lang.A{"dir": n.Dir})
	}
	key := courseKey(filepath.Base(n.Dir))
	err := fs.WalkDir(starter, "starter", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := starter.ReadFile(name)
		if err != nil {
			return err
		}
		text := strings.NewReplacer("STARTER-ID", "urn:uuid:"+clock.NewID(), "STARTER-KEY", key).Replace(string(data))
		return writeNew(filepath.Join(n.Dir, filepath.FromSlash(strings.TrimPrefix(name, "starter/"))), text)
	})
	if err != nil {
		return err
	}
	src, err := findCourse(n.Dir)
	if err != nil {
		return err
	}
	c, err := t.whole(src)
	if err != nil {
		return err
	}
	for name, text := range course.Format(c, nil).Files {
		if err := src.write(name, text); err != nil {
			return err
		}
	}
	t.line("new-done", lang.A{"dir": n.Dir})
	return nil
}

// courseKey makes a name for files out of a folder's name.
func courseKey(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if key := strings.Trim(b.String(), "-"); key != "" {
		return key
	}
	return "course"
}
