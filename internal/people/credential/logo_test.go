package credential

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"log/slog"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
	"atelier/internal/standard/pdfua/verify"
)

// emblem is a picture of stripes in a ring, with nothing around it.
func emblem(w, h int) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			dx, dy := float64(2*x-w)/float64(w), float64(2*y-h)/float64(h)
			switch in := dx*dx + dy*dy; {
			case in > 1:
			case in > 0.7 || (x*9/w)%2 == 0:
				m.Set(x, y, color.NRGBA{0x8b, 0x1e, 0x3f, 255})
			default:
				m.Set(x, y, color.NRGBA{0xf0, 0xc8, 0x5a, 255})
			}
		}
	}
	return m
}

func asPNG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asJPEG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const drawnLogo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><title>Logo</title><g fill="#8b1e3f"><circle cx="20" cy="20" r="18"/>` +
	`<path fill-rule="evenodd" d="M44 4h72v32H44zM50 10h60v20H50z"/></g><path fill="none" stroke="#f0c85a" stroke-width="4" d="M10 20h20M20 10v20"/></svg>`

// wears makes data the logo of the institution.
func (h house) wears(data []byte) {
	h.Logo = func(context.Context) ([]byte, error) { return data, nil }
}

// papers are the certificate and the transcript of somebody, one language first.
func (h house) papers(first lang.Tag) map[string][]byte {
	h.t.Helper()
	var o held
	h.write(func(tx store.Tx) error {
		list, err := h.Of(tx, h.who.Actor)
		if err == nil {
			o, err = h.with(tx, list[0])
		}
		return err
	})
	out := map[string][]byte{}
	var err error
	if out["certificate"], err = h.PDF(h.t.Context(), o, first); err != nil {
		h.t.Fatal(err)
	}
	if out["transcript"], err = h.TranscriptPDF(h.t.Context(), h.transcriptOf(h.who.Actor), first); err != nil {
		h.t.Fatal(err)
	}
	return out
}

func issued(t *testing.T) house {
	t.Helper()
	h := newHouse(t, storetest.New(t, identity.Migrations, records.Migrations, delivery.Migrations, Migrations))
	h.completed(h.who.Actor, "1.2.0")
	return h
}

// On paper the logo is a figure that says whose it is, in the language of its page, whatever its shape; all else stays on
// as many pages as without.
func TestPapersWearTheLogo(t *testing.T) {
	h := issued(t)
	for name, logo := range map[string][]byte{
		"wide": asPNG(t, emblem(1600, 200)), "tall": asPNG(t, emblem(60, 240)), "small": asPNG(t, emblem(24, 24)), "jpeg": asJPEG(t, emblem(400, 300)), "svg": []byte(drawnLogo),
		"dot": asPNG(t, emblem(1, 1)), "hair": asPNG(t, emblem(1, 2000)),
	} {
		h.wears(logo)
		for _, first := range lang.Interfaces() {
			for paper, data := range h.papers(first) {
				name := fmt.Sprintf("%s, %s, %s first", paper, name, first)
				report, err := verify.Check(data)
				if err != nil {
					t.Fatal(err)
				}
				if !report.OK() {
					t.Errorf("%s: %+v", name, report)
				}
				if again := h.papers(first)[paper]; !bytes.Equal(again, data) {
					t.Errorf("%s: two papers differ", name)
				}
				seeLogo(t, name, data, map[string]int{"certificate": 3, "transcript": 2}[paper])
				if keep := os.Getenv("ATELIER_KEEP"); keep != "" {
					if err := os.WriteFile(keep+"/"+strings.ReplaceAll(name, ", ", "-")+".pdf", data, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

// seeLogo says that a paper of so many languages has the logo on a page in each.
func seeLogo(t *testing.T, name string, data []byte, languages int) {
	t.Helper()
	f, err := verify.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	var alts []string
	pages := map[int]bool{}
	for _, figure := range f.Facts().Figures {
		alts, pages[figure.Page] = append(alts, figure.Alt), true
	}
	for _, want := range []string{"Logo: Town of Iqaluit", "Logo\u00a0: Ville d’Iqaluit"} {
		if !slices.Contains(alts, want) {
			t.Errorf("%s: figures say %q", name, alts)
		}
	}
	if len(alts) != languages || len(pages) != languages {
		t.Errorf("%s: %d logos on %d pages", name, len(alts), len(pages))
	}
}

// What cannot be drawn is left out, and said once in a log that names nobody.
func TestPapersStandWithoutTheirLogo(t *testing.T) {
	h := issued(t)
	plain := h.papers(lang.French)
	whole := asPNG(t, emblem(40, 40))
	for name, logo := range map[string][]byte{
		"no bytes": nil, "no picture": []byte("logo"), "cut short": whole[:len(whole)/2], "many pixels": asPNG(t, image.NewGray(image.Rect(0, 0, 4000, 4000))),
		"many bytes": append(asPNG(t, emblem(4, 4)), make([]byte, maxLogoBytes)...), "an SVG with words": []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>Logo</text></svg>`),
	} {
		var log bytes.Buffer
		h.Log = slog.New(slog.NewTextHandler(&log, nil))
		h.wears(logo)
		for paper, data := range h.papers(lang.French) {
			if !bytes.Equal(data, plain[paper]) {
				t.Errorf("%s: the %s is not as without a logo", name, paper)
			}
		}
		if want := min(1, len(logo)); strings.Count(log.String(), "logo") < want || strings.Count(log.String(), "\n") != want {
			t.Errorf("%s: the log says %q", name, log.String())
		}
		if strings.Contains(log.String(), "Ana") || strings.Contains(log.String(), string(h.who.Actor)) {
			t.Errorf("%s: the log names somebody: %q", name, log.String())
		}
	}
	h.Logo = func(context.Context) ([]byte, error) { return nil, errors.New("the database is away") }
	if got := h.papers(lang.French); !bytes.Equal(got["certificate"], plain["certificate"]) {
		t.Error("a logo that cannot be read changes the certificate")
	}
}

// A certificate keeps the name of its day: the logo of an institution that is called otherwise now is not its.
func TestTheLogoGoesWithTheName(t *testing.T) {
	h := issued(t)
	plain := h.papers(lang.English)
	h.wears([]byte(drawnLogo))
	h.Institution = func() Institution { return Institution{Name: lang.Text{lang.English: "Other", lang.French: "Autre"}} }
	if got := h.papers(lang.English); !bytes.Equal(got["certificate"], plain["certificate"]) {
		t.Error("a certificate wears the logo of another institution")
	}
}

// Every certificate stays small, however fine the picture that was sent.
func TestTheLogoIsNoFinerThanPaper(t *testing.T) {
	p, err := readLogo(asPNG(t, emblem(2000, 2000)))
	if err != nil || p.Image.Width != 191 || math.Abs(p.Width-logoHeight) > 0.01 || math.Abs(p.Height-logoHeight) > 0.01 {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err = readLogo(asPNG(t, emblem(1200, 60))); err != nil || p.Image.Width != 958 || math.Abs(p.Width-logoWidth) > 0.01 {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err = readLogo(asPNG(t, emblem(24, 16))); err != nil || p.Image.Width != 24 || p.Width != 24 || p.Height != 16 {
		t.Errorf("%+v, %v", p, err)
	}
}

func FuzzReadLogo(f *testing.F) {
	f.Add([]byte(drawnLogo))
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Add([]byte("<svg viewBox='0 0 1 1'><path d='M0 0L1 1'/></svg>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := readLogo(data)
		if err == nil && (p.Width <= 0 || p.Height <= 0 || p.Width > logoWidth+1 || p.Height > logoHeight+1 || p.Drawing == nil && p.Image == nil) {
			t.Errorf("%+v", p)
		}
	})
}
