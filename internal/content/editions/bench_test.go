package editions

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"atelier/internal/base/search"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// vocabulary is what the made-up course is written with: like real text, a few
// words come again and again.
var vocabulary = strings.Fields(`the public service training allows teams to develop digital skills that improve services delivered
citizens accessibility open data governance assessment learning pathway module exercise reflection practice community review comment
policy legal framework security privacy protection official language department agency program design workshop participant facilitator
content quality measure outcome tool method analysis need user prototype test iteration delivery continuous support licence copyleft`)

// bigCourse is a course of that many lessons in each of two languages, about 800
// words each, with the marks that real lessons have.
func bigCourse(lessons int) fstest.MapFS {
	r := rand.New(rand.NewPCG(1, 2))
	files := fstest.MapFS{}
	add := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text)} }
	add("course.yaml", "id: urn:uuid:9c0f4a52-6a0e-4a52-9a55-0a4b8d1c2e3f\nkey: big\nlanguages:\n  - {tag: en, locale: en-CA, name: English}\n  - {tag: fr, locale: fr-CA, name: Français}\n"+
		"title: {en: Big, fr: Grand}\ndescription: {en: Big., fr: Grand.}\naudience: {en: All., fr: Tous.}\nattribution: {en: Us, fr: Nous}\nlicence: CC-BY-4.0\nobjectives: []\nmodules: ["+list("m", lessons/10)+"]\n")
	add("concepts.yaml", "[]\n")
	add("resources.yaml", "[]\n")
	add("references.yaml", "- id: report\n  type: report\n  title: {en: A report, fr: Un rapport}\n  issued: 2023\n  URL: {en: \"https://example.org/en\", fr: \"https://example.org/fr\"}\n  language: [en, fr]\n  checked: 2026-11-23\n")
	add("glossary.yaml", glossary())
	id := 0
	for m := range lessons / 10 {
		folder := fmt.Sprintf("modules/m%d/", m)
		add(folder+"module.yaml", fmt.Sprintf("title: {en: Module %[1]d, fr: Module %[1]d}\nslug: {en: m%[1]d, fr: m%[1]d}\ndescription: {en: D., fr: D.}\nobjectives:\n  - {id: o%[1]d, text: {en: Do., fr: Faire.}}\nlessons: [%[2]s]\n", m, list("l", 10)))
		for l := range 10 {
			for _, tag := range []string{"en", "fr"} {
				at := id
				add(fmt.Sprintf("%sl%d.%s.md", folder, l, tag), fmt.Sprintf("---\nslug: l%d\nobjectives: [o%d]\n---\n", l, m)+lesson(r, &at))
				if tag == "fr" {
					id = at
				}
			}
		}
	}
	return files
}

func list(prefix string, n int) string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("%s%d", prefix, i)
	}
	return strings.Join(names, ", ")
}

func glossary() string {
	var b strings.Builder
	for i, w := range []string{"copyleft", "licence", "governance", "prototype", "iteration", "accessibility", "workshop", "open data", "legal framework", "digital skills"} {
		fmt.Fprintf(&b, "- id: t%d\n  term: {en: %s, fr: %s}\n  definition: {en: What it is., fr: Ce que c’est.}\n", i, w, w)
	}
	return b.String()
}

// passageID is the n-th id.
func passageID(n *int) string {
	const letters = "abcdefghjkmnpqrstuvwxyz"
	*n++
	v, id := *n, []byte("a23456")
	for i := range id {
		id[i] = letters[v%len(letters)]
		v /= len(letters)
	}
	return " ^" + string(id)
}

func sentence(r *rand.Rand) string {
	var b strings.Builder
	for i := range 8 + r.IntN(14) {
		w := vocabulary[r.IntN(len(vocabulary))]
		switch {
		case i == 0:
			w = strings.ToUpper(w[:1]) + w[1:]
		case r.IntN(40) == 0:
			w = "**" + w + "**"
		case r.IntN(60) == 0:
			w = "`" + w + "`"
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String() + ". "
}

func paragraph(r *rand.Rand) string {
	var b strings.Builder
	for range 4 {
		b.WriteString(sentence(r))
	}
	return strings.TrimSpace(b.String())
}

func lesson(r *rand.Rand, id *int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s%s\n\n%s%s\n\n", strings.Trim(sentence(r), ". `*"), passageID(id), paragraph(r), passageID(id))
	for s := range 3 {
		fmt.Fprintf(&b, "## Part %d%s\n\n", s+1, passageID(id))
		for range 3 {
			fmt.Fprintf(&b, "%s [a link](https://example.org/%d)%s\n\n", paragraph(r), s, passageID(id))
		}
		for range 4 {
			fmt.Fprintf(&b, "- %s%s\n", strings.TrimSpace(sentence(r)), passageID(id))
		}
		b.WriteString("\n")
	}
	b.WriteString("| Kind | What |\n|---|---|\n| a | b |\n| c | d |\n\n: A table" + passageID(id) + "\n")
	return b.String()
}

const benchLessons = 250

// cpu is the time that the processor gave to this process.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkMarkdownAlone is the measure: the Markdown library alone turns the
// same lessons into HTML and writes them to files.
func BenchmarkMarkdownAlone(b *testing.B) {
	src := bigCourse(benchLessons)
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote, extension.DefinitionList))
	b.ResetTimer()
	start, pages := cpu(b), 0
	for range b.N {
		pages = 0
		dir := b.TempDir()
		for name, f := range src {
			if !strings.HasSuffix(name, ".md") {
				continue
			}
			var out bytes.Buffer
			if err := md.Convert(f.Data, &out); err != nil {
				b.Fatal(err)
			}
			file := filepath.Join(dir, filepath.FromSlash(name), "index.html")
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
				b.Fatal(err)
			}
			pages++
		}
	}
	b.ReportMetric(float64(cpu(b)-start)/float64(b.N*pages)/1000, "cpu-µs/page")
}

// BenchmarkBuild loads the same course and writes web (with glossary and search)
// and text.
func BenchmarkBuild(b *testing.B) {
	src := bigCourse(benchLessons)
	b.ResetTimer()
	start := cpu(b)
	for range b.N {
		build(b, src)
	}
	b.ReportMetric(float64(cpu(b)-start)/float64(b.N*benchLessons*2)/1000, "cpu-µs/page")
}

// BenchmarkLoad is the part of BenchmarkBuild that reads the course.
func BenchmarkLoad(b *testing.B) {
	src := bigCourse(benchLessons)
	b.ResetTimer()
	start := cpu(b)
	for range b.N {
		load(b, src)
	}
	b.ReportMetric(float64(cpu(b)-start)/float64(b.N*benchLessons*2)/1000, "cpu-µs/page")
}

func load(b *testing.B, src fs.FS) *course.Course {
	c, problems, err := course.Load(src)
	if err != nil {
		b.Fatal(err)
	}
	if problems.Fatal() {
		b.Fatal(problems[0])
	}
	return c
}

func build(b *testing.B, src fs.FS) {
	c := load(b, src)
	out, err := publish.NewFolder(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	if err := All.Build(b.Context(), c, publish.Options{Out: out, Source: src, BaseURL: "https://example.org/"}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkMarkdownInMemory is BenchmarkMarkdownAlone without files.
func BenchmarkMarkdownInMemory(b *testing.B) {
	src := bigCourse(benchLessons)
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote, extension.DefinitionList))
	b.ReportAllocs()
	b.ResetTimer()
	start := cpu(b)
	for range b.N {
		for name, f := range src {
			if strings.HasSuffix(name, ".md") {
				var out bytes.Buffer
				if err := md.Convert(f.Data, &out); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.ReportMetric(float64(cpu(b)-start)/float64(b.N*benchLessons*2)/1000, "cpu-µs/page")
}

// BenchmarkRender draws the pages of the web edition in memory.
func BenchmarkRender(b *testing.B) {
	w, err := publish.NewWeb(load(b, bigCourse(benchLessons)), publish.WebOptions{BaseURL: "https://example.org/"})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	start := cpu(b)
	var out bytes.Buffer
	for range b.N {
		for _, p := range w.Pages() {
			out.Reset()
			if err := w.Draw(&out, p); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(cpu(b)-start)/float64(b.N*benchLessons*2)/1000, "cpu-µs/page")
}

// BenchmarkSearchFiles indexes both languages in memory.
func BenchmarkSearchFiles(b *testing.B) {
	c := load(b, bigCourse(benchLessons))
	w, err := publish.NewWeb(c, publish.WebOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	start := cpu(b)
	for range b.N {
		for _, tag := range c.Tags() {
			index := search.NewWriter(string(tag), func(search.File) error { return nil })
			w.Documents(tag, func(d search.Document) {
				if err := index.Add(d); err != nil {
					b.Fatal(err)
				}
			})
			if err := index.Close(); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(cpu(b)-start)/float64(b.N*benchLessons*2)/1000, "cpu-µs/page")
}

// BenchmarkText writes the text edition in memory.
func BenchmarkText(b *testing.B) {
	c := load(b, bigCourse(benchLessons))
	b.ResetTimer()
	start := cpu(b)
	for range b.N {
		if err := All.Build(b.Context(), c, publish.Options{Out: &publish.Memory{}, Only: []string{publish.EditionText}}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(cpu(b)-start)/float64(b.N*benchLessons*2)/1000, "cpu-µs/page")
}
