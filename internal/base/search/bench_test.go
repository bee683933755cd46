package search

import (
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
)

// BenchmarkPage is one page of ten passages, about 550 words: what the index, its
// files and its parts cost, against the Markdown library on the same text.
func BenchmarkPage(b *testing.B) {
	const pages = 2000
	docs := corpusDocuments("fr", pages)
	words := 0
	var sources []string
	for _, d := range docs {
		words += len(strings.Fields(d.Text))
		sources = append(sources, d.Text)
	}
	perPage := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/pages/1000, "µs/page")
		b.ReportMetric(float64(words)/pages, "words/page")
	}
	b.Run("goldmark", func(b *testing.B) {
		for b.Loop() {
			for i := range pages {
				var out strings.Builder
				if err := goldmark.Convert([]byte(strings.Join(sources[i*10:i*10+10], "\n\n")), &out); err != nil {
					b.Fatal(err)
				}
			}
		}
		perPage(b)
	})
	b.Run("scan", func(b *testing.B) {
		b.ReportAllocs()
		var s Scanner
		for b.Loop() {
			for _, d := range docs {
				s.Reset(d.Text)
				for s.Next() {
				}
			}
		}
		perPage(b)
	})
	b.Run("index", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			buildIndex("fr", docs)
		}
		perPage(b)
	})
	b.Run("files", func(b *testing.B) {
		b.ReportAllocs()
		size := 0
		for b.Loop() {
			size = 0
			for _, f := range filesOf(b, "fr", docs) {
				size += len(f.Data)
			}
		}
		perPage(b)
		b.ReportMetric(float64(size)/pages, "bytes/page")
	})
}

// BenchmarkQuery asks an index of 20,000 passages.
func BenchmarkQuery(b *testing.B) {
	x := corpusIndex("fr", 2000)
	for _, query := range []string{"logiciels", "logiciel ouvert", "les donnees du gouvernement", "logi", "logicel"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				x.Search(query, 10)
			}
		})
	}
}

func buildIndex(tag string, docs []Document) *Index {
	b := NewBuilder(tag)
	for _, d := range docs {
		b.Add(d)
	}
	return b.Index()
}

// filesOf is the search files of some documents.
func filesOf(t testing.TB, tag string, docs []Document) []File {
	var out []File
	w := NewWriter(tag, func(f File) error { out = append(out, File{f.Name, slices.Clone(f.Data)}); return nil })
	for _, d := range docs {
		if err := w.Add(d); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out
}
