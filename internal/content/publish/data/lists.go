package data

import (
	"cmp"
	"slices"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/standard/bibtex"
	"atelier/internal/standard/csl"
	"atelier/internal/standard/csv"
	"atelier/internal/standard/tbx"
)

// glossaryTBX is the glossary as terminology: the term is preferred, its other forms are variants, forms to avoid are
// deprecated.
func (d *dataSet) glossaryTBX() ([]byte, error) {
	first := d.tags[0]
	b := tbx.Base{Language: d.locale(first), Title: d.c.Title.In(first), Source: d.c.IRI}
	for _, t := range d.c.Glossary {
		e := tbx.Entry{ID: "term." + t.ID}
		for _, tag := range d.tags {
			if !t.Term.Has(tag) {
				continue
			}
			l := tbx.Language{Tag: d.locale(tag), Definition: t.Definition.In(tag), Note: t.Note.In(tag), Sources: t.Sources}
			l.Terms = append(l.Terms, tbx.Term{Text: t.Term.In(tag), Status: tbx.Preferred})
			for _, form := range t.Forms[tag] {
				l.Terms = append(l.Terms, tbx.Term{Text: form, Status: tbx.Admitted, Variant: true})
			}
			for _, form := range t.Avoid[tag] {
				l.Terms = append(l.Terms, tbx.Term{Text: form, Status: tbx.Deprecated})
			}
			e.Languages = append(e.Languages, l)
		}
		b.Entries = append(b.Entries, e)
	}
	return tbx.Write(b), nil
}

func (d *dataSet) glossaryCSV() ([]byte, error) {
	rows := [][]string{slices.Concat([]string{"id"}, d.columns("term", "definition", "note", "forms", "avoid"), []string{"concept", "sources"})}
	for _, t := range d.c.Glossary {
		row := append([]string{t.ID}, d.texts(t.Term, t.Definition, t.Note)...)
		for _, forms := range []map[lang.Tag][]string{t.Forms, t.Avoid} {
			for _, tag := range d.tags {
				row = append(row, listed(forms[tag]))
			}
		}
		rows = append(rows, append(row, t.Concept, listed(t.Sources)))
	}
	return csv.Write(rows), nil
}

func (d *dataSet) resourcesCSV() ([]byte, error) {
	rows := [][]string{slices.Concat([]string{"id", "kind"}, d.columns("title", "url", "by", "good-for"), []string{"modules", "licence", "checked"})}
	for _, r := range d.c.Resources {
		row := append([]string{r.ID, r.Kind}, d.texts(r.Title, r.URL, r.By, r.GoodFor)...)
		rows = append(rows, append(row, listed(r.Modules), r.Licence, r.Checked))
	}
	return csv.Write(rows), nil
}

func (d *dataSet) referencesCSV() ([]byte, error) {
	rows := [][]string{slices.Concat([]string{"id", "type"}, d.columns("author", "title", "container-title", "publisher", "url"), []string{"number", "issued", "languages", "checked"})}
	for _, r := range d.c.References {
		row := []string{r.ID, r.Type}
		for _, tag := range d.tags {
			var names []string
			for _, a := range r.Authors {
				n := authorIn(a, r, tag)
				names = append(names, cmp.Or(n.Literal, cmp.Or(joinNames(n), n.Family)))
			}
			row = append(row, listed(names))
		}
		row = append(row, d.texts(r.Title, r.Container, r.Publisher, r.URL)...)
		rows = append(rows, append(row, r.Number, r.Issued, listed(r.Languages), r.Checked))
	}
	return csv.Write(rows), nil
}

func joinNames(n csl.Name) string {
	if n.Given == "" {
		return ""
	}
	return n.Family + ", " + n.Given
}

// workIn is the language in which a work is cited: this one when the work exists in it, else the first it exists in,
// which the entry names.
func workIn(r *course.Reference, tag lang.Tag) lang.Tag {
	switch {
	case r.Title.Has(tag) || len(r.Title) == 0:
		return tag
	case len(r.Languages) > 0 && r.Title.Has(r.Languages[0]):
		return r.Languages[0]
	}
	return r.Title.First()
}

// authorIn is an author as a work in a language names them.
func authorIn(a course.Author, r *course.Reference, tag lang.Tag) csl.Name {
	literal := a.Literal.In(tag)
	if literal == "" && len(a.Literal) > 0 {
		literal = cmp.Or(a.Literal.In(workIn(r, tag)), a.Literal.In(a.Literal.First()))
	}
	if literal != "" {
		return csl.Name{Literal: literal}
	}
	return csl.Name{Family: a.Family, Given: a.Given}
}

func (d *dataSet) csl(tag lang.Tag) ([]byte, error) {
	var items []csl.Item
	for _, r := range d.c.References {
		in := workIn(r, tag)
		item := csl.Item{ID: r.ID, Type: csl.Type(r.Type), Language: string(in), Title: r.Title.In(in), ContainerTitle: r.Container.In(in),
			Publisher: r.Publisher.In(in), Number: r.Number, URL: r.URL.In(in), Issued: csl.ParseDate(r.Issued), Accessed: csl.ParseDate(r.Checked), Note: r.Note.In(in)}
		for _, a := range r.Authors {
			item.Author = append(item.Author, authorIn(a, r, in))
		}
		items = append(items, item)
	}
	return csl.Write(items)
}

// bibTypes are biblatex's types for those of CSL; what it has none for is misc.
var bibTypes = map[string]string{
	"report": "report", "webpage": "online", "post-weblog": "online", "post": "online", "article-journal": "article", "article-magazine": "article",
	"article-newspaper": "article", "article": "article", "book": "book", "chapter": "incollection", "paper-conference": "inproceedings", "thesis": "thesis",
	"dataset": "dataset", "software": "software", "manuscript": "unpublished", "speech": "unpublished",
}

func (d *dataSet) bibtex(tag lang.Tag) []byte {
	var entries []bibtex.Entry
	for _, r := range d.c.References {
		in := workIn(r, tag)
		e := bibtex.Entry{Type: cmp.Or(bibTypes[r.Type], "misc"), Key: r.ID}
		var names []bibtex.Name
		for _, a := range r.Authors {
			n := authorIn(a, r, in)
			names = append(names, bibtex.Name{Family: n.Family, Given: n.Given, Literal: n.Literal})
		}
		publisher, container := "publisher", "maintitle"
		switch e.Type {
		case "report", "thesis":
			publisher = "institution"
		case "online", "misc", "dataset", "software", "unpublished":
			publisher = "organization"
		}
		switch e.Type {
		case "article":
			container = "journaltitle"
		case "incollection", "inproceedings":
			container = "booktitle"
		}
		e.Fields = []bibtex.Field{
			{Name: "author", Value: bibtex.Names(names), Ready: true}, {Name: "title", Value: r.Title.In(in), Whole: true},
			{Name: container, Value: r.Container.In(in), Whole: true}, {Name: publisher, Value: r.Publisher.In(in), Whole: true},
			{Name: "number", Value: r.Number}, {Name: "date", Value: r.Issued}, {Name: "url", Value: r.URL.In(in), Verbatim: true},
			{Name: "urldate", Value: r.Checked}, {Name: "langid", Value: bibLanguages[in.Base()]}, {Name: "note", Value: r.Note.In(in)},
		}
		entries = append(entries, e)
	}
	return bibtex.Write(entries)
}

// bibLanguages are languages as babel names them.
var bibLanguages = map[lang.Tag]string{lang.English: "canadian", lang.French: "french"}
