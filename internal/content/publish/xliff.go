package publish

import (
	"context"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/importer"
	"atelier/internal/standard/xliff"
)

// EditionXLIFF is the course as translators take it: a file for each ordered pair of its languages, for none of them
// is the source.
const EditionXLIFF = "xliff"

var xliffEdition = edition{name: EditionXLIFF, outputs: xliffOutputs, make: makeXLIFF}

// loseBank tells that the bank of the graded assessment is kept back.
func (m *maker) loseBank() {
	if a := m.course.Assessment; a != nil && len(m.course.Bank()) > 0 {
		m.lose(Loss{Page: a.Path, Code: "bank"})
	}
}

// xliffPairs are the files of each direction: XLIFF 2.1, and 1.2 for tools that read no other.
func xliffPairs(c *course.Course, visit func(from, to lang.Tag, v21, v12 string) error) error {
	for _, from := range c.Tags() {
		for _, to := range c.Tags() {
			if from == to {
				continue
			}
			v21 := outputPath(c, EditionXLIFF, string(from), to, "xlf")
			if err := visit(from, to, v21, outputPath(c, EditionXLIFF, "1-2-"+string(from), to, "xlf")); err != nil {
				return err
			}
		}
	}
	return nil
}

func xliffOutputs(c *course.Course) []Output {
	var out []Output
	_ = xliffPairs(c, func(from, to lang.Tag, v21, v12 string) error {
		a, _ := c.Language(from)
		b, _ := c.Language(to)
		way := a.Name + " → " + b.Name + ", XLIFF "
		out = append(out, Output{Edition: EditionXLIFF, Path: v21, Tag: to, Name: EditionXLIFF, Part: way + xliff.V21},
			Output{Edition: EditionXLIFF, Path: v12, Tag: to, Name: EditionXLIFF, Part: way + xliff.V12})
		return nil
	})
	return out
}

// makeXLIFF writes both versions of each direction. Strings that cannot be cut into words and codes are told.
func makeXLIFF(ctx context.Context, m *maker) error {
	bank := m.course.Bank()
	m.loseBank()
	return xliffPairs(m.course, func(from, to lang.Tag, v21, v12 string) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		d, unread := importer.Translation(m.course, from, to, bank)
		for _, s := range unread {
			m.lose(Loss{Tag: from, Page: strings.TrimSuffix(s.File, "."+string(from)+".md"), Passage: s.ID, Code: "untranslatable"})
		}
		if err := m.put(v21, xliff.Write(d)); err != nil {
			return err
		}
		return m.put(v12, xliff.Write12(d))
	})
}
