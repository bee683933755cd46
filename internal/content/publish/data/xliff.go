package data

import (
	"context"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/importer"
	"atelier/internal/content/publish"
	"atelier/internal/standard/xliff"
)

// XLIFF is the course as translators take it: a file for each ordered pair of its languages, for none of them
// is the source.
var XLIFF = publish.Edition{Name: nameXLIFF, Outputs: xliffOutputs, Make: makeXLIFF}

const nameXLIFF = "xliff"

// xliffPairs are the files of each direction: XLIFF 2.1, and 1.2 for tools that read no other.
func xliffPairs(c *course.Course, visit func(from, to lang.Tag, v21, v12 string) error) error {
	for _, from := range c.Tags() {
		for _, to := range c.Tags() {
			if from == to {
				continue
			}
			v21 := publish.OutputPath(c, nameXLIFF, string(from), to, "xlf")
			if err := visit(from, to, v21, publish.OutputPath(c, nameXLIFF, "1-2-"+string(from), to, "xlf")); err != nil {
				return err
			}
		}
	}
	return nil
}

func xliffOutputs(c *course.Course) []publish.Output {
	var out []publish.Output
	_ = xliffPairs(c, func(from, to lang.Tag, v21, v12 string) error {
		a, _ := c.Language(from)
		b, _ := c.Language(to)
		way := a.Name + " → " + b.Name + ", XLIFF "
		out = append(out, publish.Output{Edition: nameXLIFF, Path: v21, Tag: to, Name: nameXLIFF, Part: way + xliff.V21},
			publish.Output{Edition: nameXLIFF, Path: v12, Tag: to, Name: nameXLIFF, Part: way + xliff.V12})
		return nil
	})
	return out
}

// makeXLIFF writes both versions of each direction. Strings that cannot be cut into words and codes are told.
func makeXLIFF(ctx context.Context, m *publish.Maker) error {
	bank := m.Course.Bank()
	m.LoseBank()
	return xliffPairs(m.Course, func(from, to lang.Tag, v21, v12 string) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		d, unread := importer.Translation(m.Course, from, to, bank)
		for _, s := range unread {
			m.Lose(publish.Loss{Tag: from, Page: strings.TrimSuffix(s.File, "."+string(from)+".md"), Passage: s.ID, Code: "untranslatable"})
		}
		if err := m.Put(v21, xliff.Write(d)); err != nil {
			return err
		}
		return m.Put(v12, xliff.Write12(d))
	})
}
