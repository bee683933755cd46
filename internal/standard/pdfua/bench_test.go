package pdfua_test

import (
	"io"
	"runtime"
	"testing"

	"atelier/internal/base/typeface"
	"atelier/internal/standard/pdfua"
)

const prose = "Un logiciel ouvert est un logiciel dont chacun peut lire le code, l’utiliser, le modifier et le partager. "

// book writes a document of so many pages, each of 40 lines in four paragraphs, a heading
// and a link, as a course has them.
func book(b testing.TB, w io.Writer, pages int) {
	serif := family(b, typeface.Serif)
	d := pdfua.New(w, pdfua.Options{Title: "Livre", Lang: "fr"})
	var el *pdfua.Element
	for n := range pages {
		p := d.Page(612, 792)
		if n%8 == 0 {
			head := d.Root().Add(pdfua.H1, pdfua.Attr{ID: string(rune('a'+n%26)) + itoa(n)})
			line(p, head, serif.Shape("Chapitre "+itoa(n), "fr", 24, pdfua.Bold), 60)
			p.Dest(itoa(n), 0, 40)
			d.Outline().Add("Chapitre "+itoa(n), "fr", itoa(n))
		}
		for i := range 40 {
			if i%10 == 0 {
				el = d.Root().Add(pdfua.P)
			}
			line(p, el, serif.Shape(prose[:90], "fr", 11, pdfua.Regular), 90+float64(i)*16)
		}
		link := el.Add(pdfua.LinkTag)
		line(p, link, serif.Shape("une référence", "fr", 11, pdfua.Italic), 740)
		p.Link(link, []pdfua.Rect{{X: 72, Y: 730, W: 60, H: 14}}, pdfua.Target{URI: "https://exemple.ca/" + itoa(n)}, "Référence")
		p.Done()
	}
	if err := d.Close(); err != nil {
		b.Fatal(err)
	}
}

func line(p *pdfua.Page, el *pdfua.Element, runs []pdfua.Run, y float64) {
	p.In(el, func(c *pdfua.Canvas) {
		x := 72.0
		for _, r := range runs {
			c.Text(r, x, y, ink)
			x += r.Width
		}
	})
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

// BenchmarkBook tells time and bytes a page, and how much stays in memory while the
// document is open: both must not grow with the number of pages.
func BenchmarkBook(b *testing.B) {
	for _, pages := range []int{60, 600} {
		b.Run(itoa(pages), func(b *testing.B) {
			family(b, typeface.Serif)
			b.ReportAllocs()
			var size int64
			var held heap
			for b.Loop() {
				held = heap{start: live()}
				book(b, &held, pages)
				size = held.size
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*pages), "µs/page")
			b.ReportMetric(float64(size)/float64(pages), "B/page")
			b.ReportMetric(float64(held.most)/float64(pages), "held-B/page")
		})
	}
}

// heap is a destination that looks at the memory in use once in a while.
type heap struct {
	start, most uint64
	writes      int
	size        int64
}

func (h *heap) Write(p []byte) (int, error) {
	if h.writes++; h.writes%500 == 0 {
		if now := live(); now > h.start {
			h.most = max(h.most, now-h.start)
		}
	}
	h.size += int64(len(p))
	return len(p), nil
}

func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkShape(b *testing.B) {
	serif := family(b, typeface.Serif)
	b.SetBytes(int64(len(prose)))
	for b.Loop() {
		serif.Shape(prose, "fr", 11, pdfua.Regular)
	}
}
