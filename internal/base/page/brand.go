package page

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// Brand is the look of an institution: its colour on light and on dark ground,
// from which the other tokens that carry colour follow, and its logo. The zero
// Brand is the product's own look. High contrast is nobody's brand: it stays as it
// is.
type Brand struct {
	Light string // "#rrggbb", the accent on a light ground; empty: the product's
	Dark  string // "#rrggbb", the accent on a dark ground; empty: the product's
	Logo  string // address of the logo; none when empty
	// Alt is the name of the institution in the language of the page, which the logo
	// stands for.
	Alt string
	// Sheet is the address of the style sheet that CSS gives; empty when it gives none.
	Sheet string
}

// Faint is a colour of a brand that cannot be told well enough from what it stands
// on (WCAG 2.2, 1.4.3 and 1.4.11).
type Faint struct {
	Dark          bool // in the dark scheme
	Front, Ground string
	Ratio, Least  float64
}

var colour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// Colour reads a colour as people type it, "#0B5563" or "0b5563", as "#0b5563".
func Colour(s string) (hex string, ok bool) {
	hex = "#" + strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "#"))
	return hex, colour.MatchString(hex)
}

// own are the product's palettes: a mistake in them is a mistake of the build.
var own = func() map[scheme]palette {
	list, err := palettes()
	if err != nil {
		panic(err)
	}
	return list
}()

// Accents are the product's own accents on light and on dark ground.
func Accents() (light, dark string) {
	return own["plain light"]["accent"], own["plain dark"]["accent"]
}

// brandTokens are the tokens that a brand sets, in the order of the sheet.
var brandTokens = []string{"accent", "accent-deep", "on-accent", "accent-ground"}

// branded is a palette with an accent in the place of the product's: what is
// pressed is deeper, what stands on the accent is the clearer of black and white,
// the tinted ground is a breath of it.
func branded(p palette, accent string, dark bool) palette {
	out := palette{}
	for name, c := range p {
		out[name] = c
	}
	if accent == "" {
		return out
	}
	deeper, ink := "#000000", "#0d1b1e"
	if dark {
		deeper = "#ffffff"
	}
	out["accent"], out["accent-deep"] = accent, mix(accent, deeper, .28)
	out["accent-ground"] = mix(p["ground"], accent, .1)
	out["on-accent"] = "#ffffff"
	if ratio(ink, accent) > ratio("#ffffff", accent) {
		out["on-accent"] = ink
	}
	return out
}

// Faint measures every colour of the brand on everything it stands on; none means
// that the brand may be worn.
func (b Brand) Faint() []Faint {
	var list []Faint
	for _, s := range []struct {
		name   scheme
		accent string
		dark   bool
	}{{"plain light", b.Light, false}, {"plain dark", b.Dark, true}} {
		p := branded(own[s.name], s.accent, s.dark)
		for _, pair := range pairings() {
			if r := ratio(p[pair.front], p[pair.ground]); r < pair.least {
				list = append(list, Faint{Dark: s.dark, Front: pair.front, Ground: pair.ground, Ratio: r, Least: pair.least})
			}
		}
	}
	return list
}

// Nearest is the colour nearest to an accent that can be read everywhere, on the
// way to black on a light ground and to white on a dark one.
func Nearest(accent string, dark bool) string {
	end := "#000000"
	if dark {
		end = "#ffffff"
	}
	for step := range 101 {
		c := mix(accent, end, float64(step)/100)
		b := Brand{Light: c}
		if dark {
			b = Brand{Dark: c}
		}
		if len(b.Faint()) == 0 {
			return c
		}
	}
	return end
}

// CSS is the style sheet of the brand, to stand after the product's; nothing for a
// brand without colours.
func (b Brand) CSS() []byte {
	if b.Light == "" && b.Dark == "" {
		return nil
	}
	light, dark := branded(own["plain light"], b.Light, false), branded(own["plain dark"], b.Dark, true)
	var out bytes.Buffer
	// High contrast, chosen or wished for by the browser, keeps its own colours.
	set := func(selector string) {
		out.WriteString(selector + "{")
		for _, name := range brandTokens {
			fmt.Fprintf(&out, "--%s:light-dark(%s,%s);", name, light[name], dark[name])
		}
		out.WriteString("}")
	}
	out.WriteString("@media not (prefers-contrast:more){")
	set(`:root:not([data-theme="contrast"])`)
	out.WriteString("}@media (prefers-contrast:more){")
	set(`:root[data-theme="light"],:root[data-theme="dark"]`)
	out.WriteString("}\n")
	return out.Bytes()
}
