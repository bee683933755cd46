package publish

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/search"
	"atelier/internal/content/course"
	"atelier/internal/content/publish/single"
	"atelier/internal/content/render"
)

// EditionHTML is the course as one HTML file, in each language and in all of them: what
// someone carries on a USB key or sends by mail. It asks nothing of anybody.
const EditionHTML = "html"

// htmlEdition is the edition: html/COURSE-LANG.html, and html/COURSE.html where there are
// several languages.
var htmlEdition = Edition{Name: EditionHTML, Outputs: htmlOutputs, Make: makeHTML}

func htmlOutputs(c *course.Course) []Output {
	var out []Output
	for _, tags := range PackageTags(c) {
		tag := TagOf(tags)
		out = append(out, Output{Edition: EditionHTML, Path: OutputPath(c, EditionHTML, "", tag, "html"), Tag: tag, Name: EditionHTML})
	}
	return out
}

func makeHTML(ctx context.Context, m *Maker) error {
	for _, tags := range PackageTags(m.Course) {
		path := OutputPath(m.Course, EditionHTML, "", TagOf(tags), "html")
		if err := m.single(ctx, path, tags); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	m.loseSingle()
	return nil
}

// single writes the file of some languages, page after page.
func (m *Maker) single(ctx context.Context, path string, tags []lang.Tag) (err error) {
	w, err := NewWeb(m.Course.In(tags...), WebOptions{Style: Single, Source: m.Source, Contact: m.Contact, Version: m.Version, Release: m.Release, MediaURL: m.mediaURL()})
	if err != nil {
		return err
	}
	source, err := m.PackedSource(Everyone)
	if err != nil {
		return err
	}
	f, err := m.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriterSize(f, 1<<16)
	d := &document{w: w, out: out}
	if err := d.write(ctx, source); err != nil {
		return err
	}
	return out.Flush()
}

// document is one file being written. Without script it is the whole course in one text
// to read; the script of package single shows one page of it at a time.
//
// In the body stand, for each language, what is above the content; then the pages in
// <main>, language after language; then, for each language, what is below; and at last
// the data that the script reads and the source of the course.
type document struct {
	w   *Web
	out *bufio.Writer
	err error
}

// raw writes; an error is kept until the end.
func (d *document) raw(texts ...string) {
	for _, text := range texts {
		if d.err == nil {
			_, d.err = d.out.WriteString(text)
		}
	}
}

func (d *document) write(ctx context.Context, source *archive.Packed) error {
	d.head()
	d.raw("<body>\n")
	for _, tag := range d.w.tags {
		if err := d.frame(tag, "tongue-top"); err != nil {
			return err
		}
	}
	d.raw("<div class=\"page column\">\n<main id=\"content\" tabindex=\"-1\">\n")
	for _, tag := range d.w.tags {
		if err := d.pages(ctx, tag); err != nil {
			return err
		}
	}
	d.raw("</main>\n</div>\n")
	for _, tag := range d.w.tags {
		if err := d.frame(tag, "tongue-bottom"); err != nil {
			return err
		}
	}
	for _, tag := range d.w.tags {
		if err := d.index(tag); err != nil {
			return err
		}
	}
	if err := d.source(source); err != nil {
		return err
	}
	d.raw("</body>\n</html>\n")
	return d.err
}

// head writes the head: the policy that lets nothing but the style and the script of this
// file work and nothing be asked of anybody, and these two. The empty icon keeps browsers
// from asking for one.
func (d *document) head() {
	t := d.w.languages[d.w.tags[0]]
	var tags, titles []string
	for _, tag := range d.w.tags {
		tags = append(tags, string(tag))
		titles = append(titles, d.w.languages[tag].byKey[string(KindHome)].Title)
	}
	style, script := string(page.CSS)+string(single.CSS()), string(single.JS())
	policy := "default-src 'none'; script-src " + hashSource(script) + "; style-src " + hashSource(style) +
		"; img-src data:; media-src data:; base-uri 'none'; form-action 'none'"
	d.raw(`<!DOCTYPE html>`, "\n", `<html lang="`, render.Escape(t.Locale), `" dir="`, direction(d.w.tags[0]), `" data-tongues="`, render.Escape(strings.Join(tags, " ")), "\">\n",
		"<head>\n", `<meta charset="utf-8">`, "\n", `<meta http-equiv="Content-Security-Policy" content="`, policy, "\">\n",
		`<meta name="viewport" content="width=device-width, initial-scale=1">`, "\n",
		"<title>", render.Escape(strings.Join(titles, " / ")), "</title>\n", `<meta name="color-scheme" content="light dark">`, "\n")
	if what := d.w.Course.Description.In(d.w.tags[0]); what != "" {
		d.raw(`<meta name="description" content="`, render.Escape(what), "\">\n")
	}
	d.raw(`<link rel="icon" href="data:,">`, "\n<style>", style, "</style>\n<script>", script, "</script>\n</head>\n")
}

// hashSource is the source expression of an inline style or script (Content Security
// Policy Level 3, 2.3.1).
func hashSource(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func direction(tag lang.Tag) string {
	if tag.RTL() {
		return "rtl"
	}
	return "ltr"
}

// open writes the start of a part in one language, which is left open.
func (d *document) open(tag lang.Tag, class string, more ...string) {
	t := d.w.languages[tag]
	d.raw(`<div class="`, class, `" lang="`, render.Escape(t.Locale), `" dir="`, direction(tag), `" data-tongue="`, render.Escape(string(tag)), `"`)
	d.raw(more...)
	d.raw(">\n")
}

// frame writes what is above or below the content in a language, as its first page has it.
func (d *document) frame(tag lang.Tag, class string) error {
	t := d.w.languages[tag]
	s := &sheet{w: d.w, t: t, at: t.byKey[string(KindHome)]}
	sh := s.shell()
	sh.Side = page.HTML("") // a way to the thread, which the script hides where there is none
	part := page.Top(sh)
	if class == "tongue-bottom" {
		part = page.Bottom(sh)
	}
	var out bytes.Buffer
	if err := part.Render(context.Background(), &out); err != nil {
		return err
	}
	d.open(tag, class)
	d.raw(string(d.anchors(s.at).rewrite(nil, out.Bytes())), "</div>\n")
	return d.err
}

// index writes what the search of a language needs, as the script hands it over.
func (d *document) index(tag lang.Tag) error {
	d.raw(`<script type="application/json" data-search="`, render.Escape(string(tag)), `">[`)
	comma := ""
	index := search.NewWriter(string(tag), func(f search.File) error {
		for _, value := range f.Values() {
			d.raw(comma, string(value))
			comma = ",\n"
		}
		return d.err
	})
	var failed error
	d.w.Documents(tag, func(doc search.Document) {
		if failed == nil {
			failed = index.Add(doc)
		}
	})
	if failed == nil {
		failed = index.Close()
	}
	d.raw("]</script>\n")
	return errors.Join(failed, d.err)
}

// source writes the source of the course, from which `atelier open` gives the folder back:
// a zip file in base64 (RFC 4648, 4), in lines so that editors open the file.
func (d *document) source(zip *archive.Packed) error {
	if zip == nil {
		return nil
	}
	f, err := zip.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	d.raw(`<script type="application/zip" `, sourceMark, ">\n")
	line := make([]byte, 3*1024)
	for d.err == nil {
		n, err := io.ReadFull(f, line)
		if n > 0 {
			d.raw(base64.StdEncoding.EncodeToString(line[:n]), "\n")
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return err
		}
	}
	d.raw("</script>\n")
	return d.err
}
