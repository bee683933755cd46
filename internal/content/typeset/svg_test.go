package typeset

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

var classes = Classes{"ink": 0x111111, "accent": 0x0b5563, "line": 0xdddddd, "line-strong": 0x777777, "sheet": 0xffffff}

func read(t *testing.T, body string) *Drawing {
	t.Helper()
	d, err := ReadSVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">`+body+`</svg>`), classes, func(s string) string {
		return strings.ReplaceAll(s, "{word}", "mot")
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// ends are the end points of an outline, rounded.
func ends(path []Segment) string {
	var out []string
	for _, s := range path {
		p := s.P[0]
		if s.Op == 'C' {
			p = s.P[2]
		}
		if s.Op == 'Z' {
			out = append(out, "Z")
			continue
		}
		out = append(out, fmt.Sprintf("%c%g,%g", s.Op, math.Round(p.X*100)/100+0, math.Round(p.Y*100)/100+0))
	}
	return strings.Join(out, " ")
}

// Expected ends follow SVG 1.1, chapter 8; those of arcs the drawings of 8.3.8.
func TestPaths(t *testing.T) {
	for d, want := range map[string]string{
		"M1 2 3 4 L5,6":            "M1,2 L3,4 L5,6",
		"m1 2 3 4l-1-1z":           "M1,2 L4,6 L3,5 Z",
		"M0 0h10v5H0V0":            "M0,0 L10,0 L10,5 L0,5 L0,0",
		"M0 0C1 1 2 2 3 3s2 2 3 3": "M0,0 C3,3 C6,6",
		"M0 0Q5 5 10 0t10 0":       "M0,0 C10,0 C20,0",
		"M0 0A5 5 0 0 1 10 0":      "M0,0 C5,-5 C10,0",
		"M0 0a5 5 0 0110 0":        "M0,0 C5,-5 C10,0",
		"M0 0A0 5 0 0 1 10 0":      "M0,0 L10,0",
		"M0 0L10":                  "M0,0",
		"M0 0 L1 1 X5 5":           "M0,0 L1,1",
		"L1 1":                     "",
		"M1e1.5":                   "M10,0.5",
		"M0 0m1 1z m1 1l1 1":       "M0,0 M1,1 Z M2,2 L3,3",
		"M0 0 A1 1 0 0 1 10 0":     "M0,0 C5,-5 C10,0",
		"M0 0L1e999 0":             "M0,0 L0,0",
		"M.5.5-1-1":                "M0.5,0.5 L-1,-1",
	} {
		if got := ends(readPath(d)); got != want {
			t.Errorf("%s draws %s, want %s", d, got, want)
		}
	}
}

func TestDrawings(t *testing.T) {
	d := read(t, `<defs><marker id="m" viewBox="0 0 4 4" refX="2" refY="2" markerWidth="4" markerHeight="4" orient="auto"><path d="M0 0L4 2L0 4Z" class="accent"/></marker><rect id="r" width="4" height="4"/></defs>
	<g transform="translate(10 0) scale(2)" class="s-line"><line x1="0" y1="0" x2="10" y2="0" stroke-width="1" marker-end="url(#m)"/></g>
	<use href="#r" x="3" y="4" class="accent"/><circle cx="5" cy="5" r="2" fill="none" class="s-accent"/>
	<text x="20" y="30" font-size="10" text-anchor="middle" class="ink" font-weight="600">{word} <tspan x="20" dy="1.2em">two</tspan></text>
	<script>alert(1)</script><image href="x"/>`)
	var got []string
	for _, it := range d.Items {
		if it.Words != "" {
			got = append(got, fmt.Sprintf("%s at %g,%g size %g bold %t align %d", it.Words, it.At.X, it.At.Y, it.Size, it.Bold, it.Align))
			continue
		}
		got = append(got, fmt.Sprintf("%s fill %v stroke %v %g", ends(it.Path), it.Fill, it.Stroke, it.Line))
	}
	want := []string{
		"M10,0 L30,0 fill {1118481 false} stroke {7829367 true} 2",
		"M26,-4 L34,0 L26,4 Z fill {742755 true} stroke {0 false} 2",
		"M3,4 L7,4 L7,8 L3,8 Z fill {742755 true} stroke {0 false} 1",
		"M7,5 C5,7 C3,5 C5,3 C7,5 Z fill {0 false} stroke {742755 true} 1",
		"mot at 20,30 size 10 bold true align 1",
		"two at 20,42 size 10 bold true align 1",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("drawn:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A drawing that uses itself ends, and one without a view box is refused.
func TestDrawingsEnd(t *testing.T) {
	if d := read(t, `<g id="a"><use href="#a"/><use href="#a"/><rect width="1" height="1"/></g>`); len(d.Items) > most+2 {
		t.Errorf("%d items", len(d.Items))
	}
	for _, src := range []string{"", "<svg/>", "<svg viewBox='0 0 0 0'/>", "<g viewBox='0 0 1 1'/>", "no"} {
		if _, err := ReadSVG([]byte(src), classes, strings.TrimSpace); err == nil {
			t.Errorf("%q was read", src)
		}
	}
}

func FuzzReadSVG(f *testing.F) {
	f.Add(`<svg viewBox="0 0 9 9"><path d="M0 0a1 1 0 01 2 2T3 3z" transform="rotate(3)matrix(1 2 3 4 5 6)" stroke="#f00"/><text x="1">a<tspan dy="1em">b</tspan></text></svg>`)
	f.Add(`<svg viewBox="0 0 9 9"><marker id="a" markerWidth="0"/><polyline points="0,0 1 1 2" marker-mid="url(#a)"/><use href="#b"/></svg>`)
	f.Fuzz(func(t *testing.T, src string) {
		d, err := ReadSVG([]byte(src), classes, strings.TrimSpace)
		if err != nil {
			return
		}
		for _, it := range d.Items {
			for _, s := range it.Path {
				for _, p := range s.P {
					if math.IsNaN(p.X) || math.IsNaN(p.Y) {
						t.Fatalf("a place that is no number in %q", src)
					}
				}
			}
		}
	})
}
