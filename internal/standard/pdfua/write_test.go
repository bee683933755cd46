package pdfua_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"atelier/internal/base/typeface"
	"atelier/internal/standard/pdfua"
)

// lines are texts that must come back as they are; the last is what is drawn from
// right to left.
var lines = []struct{ lang, text string }{
	{"fr", "L’élève naïf lut « L’œuvre » où coûtait 12 € l’efficacité."},
	{"en", "Office affairs: fluffy, difficult fjord. AVATAR To Te."},
	{"iu", "ᐃᓄᒃᑎᑐᑦ ᖃᓂᐅᔮᖅᐸᐃᑦ"},
	{"en", "Signs ☐ ☑ → ≤ ∑ and ½."},
	{"ar", "السلام عليكم"},
	{"he", "שלום עולם"},
	{"el", "Ελληνικά"},
}

const ink = pdfua.Color(0x1d2328)

// sample is a small document with one of everything.
func sample(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	serif, sans := family(t, typeface.Serif), family(t, typeface.Sans)
	d := pdfua.New(&b, pdfua.Options{Title: "Échantillon", Lang: "fr-CA", Titles: []pdfua.LangText{{Lang: "en", Text: "Sample"}}, Langs: []string{"fr-CA", "en"},
		Author: "A & B", Subject: "Un exemple", Keywords: []string{"un", "deux"}, Creator: "Atelier", ID: "urn:x:1",
		Attachments: []pdfua.Attachment{{Name: "source.txt", Desc: "La source", MIME: "text/plain", Relationship: "Source", Data: []byte("bonjour")}}})
	p := d.Page(612, 792)
	p.Label(pdfua.DecimalLabel, "", 1)
	draw := func(el *pdfua.Element, y float64, fonts *pdfua.Fonts, lang, s string, size float64, style pdfua.Style) []pdfua.Run {
		runs := fonts.Shape(s, lang, size, style)
		line := append([]pdfua.Run(nil), runs...)
		pdfua.Visual(line, 0)
		p.In(el, func(c *pdfua.Canvas) {
			x := 72.0
			for _, r := range line {
				c.Text(r, x, y, ink)
				x += r.Width
			}
		})
		return runs
	}
	p.Artifact(pdfua.Background, func(c *pdfua.Canvas) {
		c.FillRect(pdfua.Rect{X: 0, Y: 0, W: 612, H: 40}, 0xe4f0f1)
		c.Line(72, 60, 540, 60, pdfua.Stroke{Color: 0x0b5563, Width: 1.5, Dash: []float64{4, 2}, RoundCap: true})
	})
	root := d.Root()
	draw(root.Add(pdfua.H1, pdfua.Attr{ID: "h1"}), 100, serif, "fr", "Échantillon", 28, pdfua.Bold)
	p.Dest("h1", 0, 72)
	for i, l := range lines {
		draw(root.Add(pdfua.P, pdfua.Attr{Lang: l.lang}), 140+float64(i)*24, serif, l.lang, l.text, 12, pdfua.Regular)
	}
	para := root.Add(pdfua.P)
	link := para.Add(pdfua.LinkTag)
	runs := draw(link, 340, sans, "fr", "Un lien vers la suite", 11, pdfua.Regular)
	p.Link(link, []pdfua.Rect{{X: 72, Y: 330, W: runs[0].Width, H: 14}}, pdfua.Target{URI: "https://exemple.ca/é?a=1"}, "Aller à exemple.ca")
	back := root.Add(pdfua.P).Add(pdfua.LinkTag)
	draw(back, 360, sans, "fr", "Retour au titre", 11, pdfua.Italic)
	p.Link(back, []pdfua.Rect{{X: 72, Y: 350, W: 80, H: 14}}, pdfua.Target{Dest: "h1"}, "Retour au titre")
	fig := root.Add(pdfua.Figure, pdfua.Attr{Alt: "Un disque dans un carré", BBox: pdfua.Rect{X: 72, Y: 380, W: 80, H: 80}, BBoxPage: p})
	p.In(fig, func(c *pdfua.Canvas) {
		var disc, box, turned pdfua.Path
		turned.Rect(pdfua.Rect{X: -20, Y: -20, W: 40, H: 40})
		box.RoundRect(pdfua.Rect{X: 72, Y: 380, W: 80, H: 80}, 8)
		disc.Ellipse(112, 420, 30, 30)
		c.Fill(&box, 0xfdf3df)
		c.Clip(&box, func() { c.Opacity(.5, func() { c.Fill(&disc, 0xa3262a) }) })
		c.Transform(pdfua.Translate(112, 420), func() {
			c.Transform(pdfua.Rotate(.5), func() { c.Stroke(&turned, pdfua.Stroke{Color: 0x0b5563, Width: 2, Round: true}) })
		})
	})
	root.Add(pdfua.NonStruct)
	d.Outline().Add("Échantillon", "fr", "h1").Add("Sample", "en", "h1")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tool(t *testing.T, data []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "FILE", file)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestQpdfFindsNothingWrong(t *testing.T) {
	t.Parallel()
	out := tool(t, sample(t), "qpdf", "--check", "FILE")
	if !strings.Contains(out, "No syntax or stream encoding errors found") {
		t.Error(out)
	}
}

func TestTextComesBack(t *testing.T) {
	t.Parallel()
	out := tool(t, sample(t), "pdftotext", "-layout", "FILE", "-")
	for _, l := range lines {
		if !strings.Contains(out, l.text) {
			t.Errorf("lost %q in\n%s", l.text, out)
		}
	}
}

func TestSameCallsSameBytes(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(sample(t), sample(t)) {
		t.Error("two runs differ")
	}
}
