package page

import (
	_ "embed"
	"fmt"
	"math"
	"regexp"
	"strconv"
)

// tokensCSS is where the colours of the product are set; contrast is computed from
// the very file that browsers read.
//
//go:embed css/tokens.css
var tokensCSS string

// WCAG 2.2: 1.4.3 asks 4.5:1 of text, 1.4.11 asks 3:1 of what makes a control
// or a graphic known.
const (
	textRatio = 4.5
	partRatio = 3.0
)

// pairing is a colour, what it stands on and the contrast that asks for.
type pairing struct {
	front, ground string
	least         float64
}

// pairings is every colour on everything it stands on somewhere.
func pairings() []pairing {
	var all []pairing
	add := func(least float64, pairs ...[2]string) {
		for _, p := range pairs {
			all = append(all, pairing{p[0], p[1], least})
		}
	}
	add(textRatio,
		[2]string{"ink", "accent-ground"}, [2]string{"ink-2", "accent-ground"}, [2]string{"accent", "accent-ground"}, [2]string{"accent-deep", "accent-ground"},
		[2]string{"ink", "done-ground"}, [2]string{"ink", "warn-ground"}, [2]string{"ink", "wrong-ground"},
		[2]string{"accent", "done-ground"}, [2]string{"accent", "warn-ground"}, [2]string{"accent", "wrong-ground"},
		[2]string{"done", "done-ground"}, [2]string{"warn", "warn-ground"}, [2]string{"wrong", "wrong-ground"},
		[2]string{"ink", "mark"}, [2]string{"accent", "mark"}, [2]string{"on-accent", "accent"}, [2]string{"on-accent", "accent-deep"})
	for _, text := range []string{"ink", "ink-2", "accent", "accent-deep", "done", "warn", "wrong"} {
		for _, ground := range []string{"ground", "sheet", "sunk"} {
			add(textRatio, [2]string{text, ground})
		}
	}
	add(partRatio,
		[2]string{"line-strong", "ground"}, [2]string{"line-strong", "sheet"}, [2]string{"line-strong", "sunk"},
		[2]string{"accent", "ground"}, [2]string{"accent", "sheet"}, [2]string{"done", "ground"}, [2]string{"warn", "ground"}, [2]string{"wrong", "sheet"})
	return all
}

// palette is the colours of one scheme, "#rrggbb" by the name of their token.
type palette map[string]string

// scheme names a palette of tokens.css: "plain light", "contrast dark" …
type scheme string

var (
	tokenBlock = regexp.MustCompile(`(?s)(:root[^{]*)\{([^{}]*)\}`)
	tokenLine  = regexp.MustCompile(`--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)`)
)

// sheets are the blocks of tokens.css that set colours, by their selector.
var sheets = map[string]string{":root ": "plain", `:root[data-theme="contrast"] `: "contrast", `:root:not([data-theme="light"], [data-theme="dark"]) `: "wished"}

// palettes reads tokens.css: each sheet in its light and dark form.
func palettes() (map[scheme]palette, error) {
	list := map[scheme]palette{}
	for _, b := range tokenBlock.FindAllStringSubmatch(tokensCSS, -1) {
		found := tokenLine.FindAllStringSubmatch(b[2], -1)
		if len(found) == 0 {
			continue
		}
		name, known := sheets[b[1]]
		if !known {
			return nil, fmt.Errorf("tokens.css has a block that is not measured: %s", b[1])
		}
		light, dark := palette{}, palette{}
		for _, f := range found {
			light[f[1]], dark[f[1]] = f[2], f[3]
		}
		list[scheme(name+" light")], list[scheme(name+" dark")] = light, dark
	}
	return list, nil
}

// ratio is the contrast of two colours, WCAG 2.2 “contrast ratio”.
func ratio(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// luminance is WCAG 2.2 “relative luminance” of #rrggbb.
func luminance(hex string) float64 {
	weights := [3]float64{0.2126, 0.7152, 0.0722}
	sum := 0.0
	for i, part := range parts(hex) {
		c := part / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weights[i] * c
	}
	return sum
}

// parts are red, green and blue of #rrggbb, 0 to 255.
func parts(hex string) (rgb [3]float64) {
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		panic(fmt.Sprintf("not a colour: %q", hex))
	}
	return [3]float64{float64(n >> 16 & 255), float64(n >> 8 & 255), float64(n & 255)}
}

// mix is the colour at a share of the way from a to b, 0 to 1, in sRGB.
func mix(a, b string, share float64) string {
	from, to := parts(a), parts(b)
	var out [3]int
	for i := range from {
		out[i] = int(math.Round(from[i] + (to[i]-from[i])*share))
	}
	return fmt.Sprintf("#%02x%02x%02x", out[0], out[1], out[2])
}
