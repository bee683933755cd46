// Package data makes the editions that programs read, and people who work with the course: lists, metadata, the pack of a
// facilitator, and files for translators.
package data

import (
	"context"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// Edition is what programs and libraries take of a course: its terms, works, objectives and passages in the forms
// that each of them reads, what catalogues want to know of it, and what a facilitator needs in one package.
var Edition = publish.Edition{Name: editionName, Outputs: dataOutputs, Make: makeData}

const editionName = "data"

// datum is one file of the edition.
type datum struct {
	part, ending, name string
	tag                lang.Tag // empty: of all languages
	make               func(d *dataSet) ([]byte, error)
}

// dataFiles are the files in the order in which people are told of them.
func dataFiles(c *course.Course) []datum {
	out := []datum{
		{"glossary", "tbx", "data-glossary", "", (*dataSet).glossaryTBX},
		{"glossary", "csv", "data-glossary", "", (*dataSet).glossaryCSV},
		{"resources", "csv", "data-resources", "", (*dataSet).resourcesCSV},
		{"references", "csv", "data-references", "", (*dataSet).referencesCSV},
	}
	for _, tag := range c.Tags() {
		out = append(out,
			datum{"references", "bib", "data-references", tag, func(d *dataSet) ([]byte, error) { return d.bibtex(tag), nil }},
			datum{"references", "json", "data-references", tag, func(d *dataSet) ([]byte, error) { return d.csl(tag) }})
	}
	out = append(out,
		datum{"concepts", "csv", "data-concepts", "", (*dataSet).conceptsCSV},
		datum{"objectives", "csv", "data-objectives", "", (*dataSet).objectivesCSV},
		datum{"questions", "csv", "data-questions", "", (*dataSet).questionsCSV},
		datum{"passages", "json", "data-passages", "", (*dataSet).passages},
		datum{"", "jsonld", "data-catalogue", "", (*dataSet).jsonLD},
		datum{"dublin-core", "rdf", "data-catalogue", "", (*dataSet).dublinCore},
		datum{"lom", "xml", "data-catalogue", "", (*dataSet).lom})
	for _, tag := range c.Tags() {
		out = append(out, datum{"facilitator", "zip", "data-facilitator", tag, func(d *dataSet) ([]byte, error) { return d.facilitator(tag) }})
	}
	return out
}

func (f datum) path(c *course.Course) string {
	return publish.OutputPath(c, editionName, f.part, f.tag, f.ending)
}

func dataOutputs(c *course.Course) []publish.Output {
	var out []publish.Output
	for _, f := range dataFiles(c) {
		out = append(out, publish.Output{Edition: editionName, Path: f.path(c), Tag: f.tag, Name: f.name})
	}
	return out
}

// dataSet is what the files are made of.
type dataSet struct {
	m    *publish.Maker
	c    *course.Course
	tags []lang.Tag
	bank map[course.ID]bool // what public files keep back
}

func makeData(ctx context.Context, m *publish.Maker) error {
	d := &dataSet{m: m, c: m.Course, tags: m.Course.Tags(), bank: m.Course.Bank()}
	m.LoseBank()
	for _, f := range dataFiles(m.Course) {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := f.make(d)
		if err != nil {
			return err
		}
		if err := m.Put(f.path(m.Course), data); err != nil {
			return err
		}
	}
	return nil
}

// iri names a thing of the course: what it is called in the source, behind the course's own name.
func (d *dataSet) iri(name string) string { return d.c.IRI + "#" + name }

// locale is a language as metadata writes it: "fr-CA".
func (d *dataSet) locale(tag lang.Tag) string {
	l, _ := d.c.Language(tag)
	return l.Locale
}

func (d *dataSet) locales() []string {
	var out []string
	for _, tag := range d.tags {
		out = append(out, d.locale(tag))
	}
	return out
}

// columns is a name once for each language: "term.en", "term.fr".
func (d *dataSet) columns(names ...string) []string {
	var out []string
	for _, name := range names {
		for _, tag := range d.tags {
			out = append(out, name+"."+string(tag))
		}
	}
	return out
}

// texts is a text once for each language, in the order of columns.
func (d *dataSet) texts(list ...lang.Text) []string {
	var out []string
	for _, t := range list {
		for _, tag := range d.tags {
			out = append(out, t.In(tag))
		}
	}
	return out
}

// listed are several values in one field of a table.
func listed[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return strings.Join(out, "; ")
}
