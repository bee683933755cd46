package pdfua_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"atelier/internal/base/typeface"
	"atelier/internal/standard/pdfua"
)

// FuzzLoadFace: a broken font is an error when it is loaded or when the document is closed;
// it is never a panic, whatever is shaped with it.
func FuzzLoadFace(f *testing.F) {
	for _, name := range []string{"NotoSansHebrew-Regular", "NotoSansCanadianAboriginal-Regular"} {
		file, err := typeface.Load(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file.TTF)
		f.Add(file.TTF[:len(file.TTF)/2])
	}
	f.Fuzz(func(t *testing.T, ttf []byte) {
		broken, err := pdfua.LoadFace("fuzzed", ttf)
		if err != nil {
			return
		}
		whole := face(t, "Inter-Regular")
		fonts := &pdfua.Fonts{{broken, whole}}
		d := pdfua.New(io.Discard, pdfua.Options{Title: "x", Lang: "en"})
		p := d.Page(600, 800)
		p.In(d.Root().Add(pdfua.P), func(c *pdfua.Canvas) {
			for _, r := range fonts.Shape("Hé שָׁלוֹם ᐃᓄᒃᑎᑐᑦ fi 🎉", "he", 10, pdfua.Regular) {
				c.Text(r, 10, 10, ink)
			}
		})
		_ = d.Close() // an outline may be broken: an error, no panic
	})
}

// FuzzLoadImage: a broken picture is an error, never a panic.
func FuzzLoadImage(f *testing.F) {
	m := image.NewNRGBA(image.Rect(0, 0, 5, 4))
	for i := range m.Pix {
		m.Pix[i] = byte(i * 7)
	}
	var p, j bytes.Buffer
	if err := png.Encode(&p, m); err != nil {
		f.Fatal(err)
	}
	if err := jpeg.Encode(&j, m, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(p.Bytes())
	f.Add(j.Bytes())
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := pdfua.LoadImage(data)
		if err != nil {
			return
		}
		if m.Width <= 0 || m.Height <= 0 {
			t.Errorf("%d × %d pixels", m.Width, m.Height)
		}
		d := pdfua.New(io.Discard, pdfua.Options{Title: "x", Lang: "en"})
		page := d.Page(600, 800)
		page.In(d.Root().Add(pdfua.Figure, pdfua.Attr{Alt: "a"}), func(c *pdfua.Canvas) { c.Image(m, pdfua.Rect{W: 10, H: 10}) })
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatIsNoFaceIsRefused(t *testing.T) {
	t.Parallel()
	whole, err := typeface.Load("Inter-Regular")
	if err != nil {
		t.Fatal(err)
	}
	forbidden := bytes.Clone(whole.TTF)
	at := bytes.Index(forbidden[:400], []byte("OS/2"))
	table := int(forbidden[at+8])<<24 | int(forbidden[at+9])<<16 | int(forbidden[at+10])<<8 | int(forbidden[at+11])
	forbidden[table+9] = 2 // fsType: restricted
	for name, data := range map[string][]byte{
		"empty": nil, "text": []byte("this is no font, just a line of text"), "cut short": whole.TTF[:len(whole.TTF)/3],
		"CFF": append([]byte("OTTO"), whole.TTF[4:]...), "restricted": forbidden,
	} {
		if _, err := pdfua.LoadFace(name, data); err == nil {
			t.Errorf("%s was loaded", name)
		} else {
			t.Log(err)
		}
	}
}

func TestPicturesKeepTheirPixels(t *testing.T) {
	t.Parallel()
	m := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	for i := range 1600 {
		m.SetNRGBA(i%40, i/40, color.NRGBA{R: 200, G: 30, B: 40, A: 255})
	}
	m.SetNRGBA(0, 0, color.NRGBA{})
	var p, j bytes.Buffer
	if err := png.Encode(&p, m); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&j, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	d := pdfua.New(&out, pdfua.Options{Title: "x", Lang: "en"})
	page := d.Page(100, 50)
	for i, data := range [][]byte{p.Bytes(), j.Bytes()} {
		img, err := pdfua.LoadImage(data)
		if err != nil {
			t.Fatal(err)
		}
		page.In(d.Root().Add(pdfua.Figure, pdfua.Attr{Alt: "red"}), func(c *pdfua.Canvas) {
			c.Image(img, pdfua.Rect{X: float64(i * 50), W: 50, H: 50})
		})
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	ppm := tool(t, out.Bytes(), "pdftoppm", "-r", "72", "FILE")
	for _, x := range []int{25, 75} {
		at := len(ppm) - 100*50*3 + (25*100+x)*3
		if r, g, b := int(ppm[at]), int(ppm[at+1]), int(ppm[at+2]); r < 190 || r > 210 || g > 45 || b > 55 {
			t.Errorf("at %d: %d %d %d", x, r, g, b)
		}
	}
}
