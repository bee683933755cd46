package pages

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

var (
	viewBox = regexp.MustCompile(`viewBox="0 0 (\d+) (\d+)"`)
	bar     = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)
)

// paint draws the SVG as a camera would see it, four pixels a module.
func paint(t *testing.T, svg string) image.Image {
	t.Helper()
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	m := viewBox.FindStringSubmatch(svg)
	if m == nil || m[1] != m[2] {
		t.Fatalf("no square: %.200s", svg)
	}
	const scale = 4
	img := image.NewGray(image.Rect(0, 0, scale*number(m[1]), scale*number(m[2])))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, b := range bar.FindAllStringSubmatch(svg, -1) {
		x, y, w := number(b[1]), number(b[2]), number(b[3])
		draw.Draw(img, image.Rect(scale*x, scale*y, scale*(x+w), scale*(y+1)), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	return img
}

// A reader that others wrote reads what the page draws.
func TestQRCodeIsRead(t *testing.T) {
	t.Parallel()
	for i, text := range []string{
		"otpauth://totp/Atelier:ana@example.ca?algorithm=SHA1&digits=6&issuer=Atelier&period=30&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
		"otpauth://totp/Les%20logiciels%20ouverts%20au%20gouvernement:" + strings.Repeat("x", 200) + "@example.ca?secret=JBSWY3DPEHPK3PXP",
	} {
		c, err := qrCode(text, `A "label"`)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := c.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		if svg := b.String(); !strings.Contains(svg, `role="img" aria-label="A &#34;label&#34;"`) || !strings.Contains(svg, `fill="#fff"`) {
			t.Errorf("%d: %.300s", i, svg)
		}
		bits, err := gozxing.NewBinaryBitmapFromImage(paint(t, b.String()))
		if err != nil {
			t.Fatal(err)
		}
		read, err := qrcode.NewQRCodeReader().Decode(bits, nil)
		if err != nil || read.GetText() != text {
			t.Errorf("%d: read %v, %v", i, read, err)
		}
	}
}

func TestGrouped(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{"": "", "ABC": "ABC", "ABCD": "ABCD", "ABCDE": "ABCD E", "ABCDEFGHI": "ABCD EFGH I"} {
		if got := grouped(secret); got != want {
			t.Errorf("%q: %q, want %q", secret, got, want)
		}
	}
}
