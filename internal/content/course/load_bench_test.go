package course

import (
	"bytes"
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// benchCourse is n lessons in two languages, about 600 words each, with ids: headings, a list, a table, a quote,
// code, citations.
func benchCourse(n int) (fsys fstest.MapFS, pages []string) {
	r := rand.New(rand.NewSource(1))
	words := strings.Fields("the public service training allows teams to develop digital skills that improve services délivré citoyens accessibility open data governance assessment")
	fresh := counter()
	para := func(n int) string {
		var b strings.Builder
		for i := range n {
			w := words[r.Intn(len(words))]
			if i%17 == 3 {
				w = "**" + w + "**"
			}
			b.WriteString(w + " ")
		}
		return strings.TrimSpace(b.String()) + "."
	}
	fsys = fstest.MapFS{"course.yaml": {Data: []byte(strings.Replace(tinyCourse, "[1-one]", "[1-one]", 1))}}
	var lessons []string
	for i := range n {
		key := fmt.Sprintf("%d-l", i+1)
		lessons = append(lessons, key)
		ids := make([]ID, 60)
		for j := range ids {
			ids[j] = fresh()
		}
		for _, tag := range []string{"en", "fr"} {
			k := 0
			id := func() string { k++; return " ^" + string(ids[k-1]) }
			var b strings.Builder
			fmt.Fprintf(&b, "# Title %d%s\n\n%s%s\n\n", i, id(), para(60), id())
			for s := range 5 {
				fmt.Fprintf(&b, "## %s%s\n\n%s [link](https://example.org/%d) and [@oag-2023].%s\n\n", para(4), id(), para(70), s, id())
				switch s {
				case 1:
					b.WriteString("| A | B |\n|---|---|\n| x | y |\n| z | t |\n\n: " + para(4) + id() + "\n\n")
				case 2:
					for range 5 {
						b.WriteString("- " + para(9) + id() + "\n")
					}
					b.WriteString("\n")
				case 4:
					b.WriteString("> " + para(30) + id() + "\n\n```go" + id() + "\nfunc main() {}\n```\n\n")
				}
				b.WriteString(para(40) + id() + "\n\n")
			}
			text := "---\nslug: " + key + "\n---\n" + b.String()
			pages = append(pages, text)
			fsys["modules/1-one/"+key+"."+tag+".md"] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	fsys["modules/1-one/module.yaml"] = &fstest.MapFile{Data: []byte("title: {en: One, fr: Un}\nslug: {en: one, fr: un}\nlessons: [" + strings.Join(lessons, ", ") + "]\n")}
	return fsys, pages
}

// BenchmarkLoad against goldmark turning the same pages into HTML: the reference of DESIGN part 8.
func BenchmarkLoad(b *testing.B) {
	fsys, pages := benchCourse(150)
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			c, ps, err := Load(fsys)
			if err != nil || len(ps) > 0 || len(c.Modules[0].Lessons) != 150 {
				b.Fatal(err, ps)
			}
		}
	})
	b.Run("goldmark", func(b *testing.B) {
		md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote, extension.DefinitionList))
		var out bytes.Buffer
		for b.Loop() {
			for _, p := range pages {
				out.Reset()
				_ = md.Convert([]byte(p), &out)
			}
		}
	})
}
