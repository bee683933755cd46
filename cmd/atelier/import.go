package main

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"os"
	"slices"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/importer"
	"atelier/internal/standard/xliff"
)

// importCommand takes a file of others into a course, as a diff. What the file is shows in what it holds. It returns 0
// when all of it was applied or there was nothing to do, 1 when something was not applied, 3 when the file cannot be
// read or belongs to another course.
type importCommand struct {
	File   string `arg:"" help:"${import_file}"`
	Course string `arg:"" optional:"" help:"${course}"`
	DryRun bool   `name:"dry-run" help:"${dry_run}"`
	JSON   bool   `name:"json" help:"${json}"`
}

// importLargest bounds a file that is imported, in bytes.
const importLargest = 64 << 20

func (i *importCommand) Run(t *terminal) error {
	data, err := readBounded(i.File)
	if err != nil {
		return err
	}
	src, err := findCourse(i.Course)
	if err != nil {
		return err
	}
	if !i.DryRun {
		if err := src.writable(); err != nil {
			return err
		}
	}
	c, err := t.whole(src)
	if err != nil {
		return err
	}
	plan, err := i.plan(src, c, data)
	if err != nil {
		return err
	}
	if !i.DryRun {
		for _, name := range slices.Sorted(maps.Keys(plan.Files)) {
			if err := src.write(name, plan.Files[name]); err != nil {
				return err
			}
		}
	}
	return i.report(t, plan)
}

// plan reads the file by what it is.
func (i *importCommand) plan(src source, c *course.Course, data []byte) (*importer.Plan, error) {
	if !xmlish(data) {
		return nil, fault.New(fault.Invalid, importer.Catalogue(), "unknown-form", lang.A{"file": i.File})
	}
	d, err := xliff.Read(data)
	if err != nil {
		return nil, importer.Unreadable(err)
	}
	return importer.PlanTranslation(src.fs, c, d)
}

// xmlish says whether a file begins as XML does, in UTF-8 or UTF-16.
func xmlish(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	return bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("<")) || bytes.HasPrefix(data, []byte{0xFF, 0xFE, '<', 0}) ||
		bytes.HasPrefix(data, []byte{0xFE, 0xFF, 0, '<'})
}

func (i *importCommand) report(t *terminal, plan *importer.Plan) error {
	if i.JSON {
		if err := plan.WriteJSON(t.out); err != nil {
			return err
		}
	} else {
		if err := plan.WriteText(t.out, t.tag); err != nil {
			return err
		}
		switch {
		case len(plan.Files) == 0:
			t.line("import-nothing")
		case i.DryRun:
			t.line("import-would", lang.A{"n": len(plan.Files)})
		default:
			t.line("import-done", lang.A{"n": len(plan.Files)})
		}
	}
	if n := len(plan.Refused); n > 0 {
		return fault.New(fault.Findings, words, "import-refused", lang.A{"n": n})
	}
	return nil
}

func readBounded(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fault.New(fault.NotFound, words, "file-none", lang.A{"file": name}).Because(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, importLargest+1))
	if err == nil && len(data) > importLargest {
		err = errors.New("too large")
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, words, "file-unreadable", lang.A{"file": name, "size": lang.Bytes(lang.English, importLargest)}).Because(err)
	}
	return data, nil
}
