package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/importer"
	"atelier/internal/standard/xliff"
)

// exportCommand gives the text of a course to those who want it without our marks, or all of it to translators.
type exportCommand struct {
	Course string `arg:"" optional:"" help:"${course}"`
	Plain  bool   `help:"${plain}"`
	XLIFF  bool   `name:"xliff" help:"${export_xliff}"`
	Out    string `required:"" type:"path" help:"${out}"`
}

func (e *exportCommand) Run(t *terminal) error {
	if e.Plain == e.XLIFF {
		return fault.New(fault.Usage, words, "export-what")
	}
	src, err := findCourse(e.Course)
	if err != nil {
		return err
	}
	c, err := t.whole(src)
	if err != nil {
		return err
	}
	if entries, err := os.ReadDir(e.Out); err == nil && len(entries) > 0 {
		return fault.New(fault.Conflict, words, "out-not-empty", lang.A{"dir": e.Out})
	}
	if e.XLIFF {
		return e.translations(t, c)
	}
	n := 0
	for name, file := range c.Files {
		text := file.Text
		switch {
		case strings.HasSuffix(name, ".md"):
			text = course.WithoutIDs(text)
		case strings.HasSuffix(name, ".parity"), name == "ids.lock":
			continue // they speak of ids alone
		}
		path := filepath.Join(e.Out, filepath.FromSlash(name))
		if err := writeNew(path, text); err != nil {
			return err
		}
		n++
	}
	t.line("export-done", lang.A{"n": n, "dir": e.Out})
	return nil
}

// translations writes what the edition xliff writes, with the bank of the graded assessment, which that one keeps back.
func (e *exportCommand) translations(t *terminal, c *course.Course) error {
	n := 0
	for _, from := range c.Tags() {
		for _, to := range c.Tags() {
			if from == to {
				continue
			}
			d, unread := importer.Translation(c, from, to, nil)
			for _, s := range unread {
				fmt.Fprintln(t.err, s.Place.String()+": "+t.say("export-unread", lang.A{"id": importer.UnitName(s)}))
			}
			for version, data := range map[string][]byte{"": xliff.Write(d), "-1-2": xliff.Write12(d)} {
				name := c.Key + version + "-" + string(from) + "-" + string(to) + ".xlf"
				if err := writeNew(filepath.Join(e.Out, name), string(data)); err != nil {
					return err
				}
				n++
			}
		}
	}
	t.line("export-xliff-done", lang.A{"n": n, "dir": e.Out})
	return nil
}

// writeNew writes a file that must not exist, and the folders above it.
func writeNew(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return cannotWrite(path, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return cannotWrite(path, err)
	}
	if _, err = f.WriteString(text); err == nil {
		err = f.Close()
	}
	if err != nil {
		return cannotWrite(path, err)
	}
	return nil
}
