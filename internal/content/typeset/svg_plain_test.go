package typeset

import "testing"

// A drawing from elsewhere is drawn as it is or not at all.
func TestPlainSVG(t *testing.T) {
	for body, ok := range map[string]bool{
		`<path fill="#0b5563" d="M0 0h10v10z"/>`:                                                    true,
		`<g transform="scale(2)" fill="none" stroke="#123"><rect width="9" height="9"/></g>`:        true,
		`<title>Logo</title><defs><linearGradient id="a"/></defs><circle r="9px" cx="10" cy="10"/>`: true,
		`<path fill-rule="evenodd" clip-rule="evenodd" opacity="1" d="M0 0h9v9z"/>`:                 true,
		``:                      false,
		`<text>Logo</text>`:     false,
		`<use href="#a"/>`:      false,
		`<image href="a.png"/>`: false,
		`<svg viewBox="0 0 1 1"><rect width="9" height="9"/></svg>`: false,
		`<rect width="9" height="9" fill="url(#a)"/>`:               false,
		`<rect width="9" height="9" fill="red"/>`:                   false,
		`<rect width="9" height="9" opacity=".5"/>`:                 false,
		`<rect width="9" height="9" style="fill:#fff"/>`:            false,
		`<rect width="9" height="9" clip-path="url(#a)"/>`:          false,
		`<rect width="50%" height="9"/>`:                            false,
		`<rect width="9mm" height="9"/>`:                            false,
		`<rect width="900" height="9"/>`:                            false,
		`<path d="M0 0h9v9z" display="none"/>`:                      false,
	} {
		d, err := ReadPlainSVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 100 50">` + body + `</svg>`))
		if (err == nil) != ok || ok && len(d.Items) == 0 {
			t.Errorf("%s: %v", body, err)
		}
	}
	for _, bad := range []string{"", "<svg", "<html/>", `<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>`} {
		if _, err := ReadPlainSVG([]byte(bad)); err == nil {
			t.Errorf("%q is drawn", bad)
		}
	}
}

// A hole stays a hole (SVG 1.1, 11.3, fill-rule).
func TestEvenOddIsKept(t *testing.T) {
	d := read(t, `<g fill-rule="evenodd"><path d="M0 0h9v9z"/><path fill-rule="nonzero" d="M0 0h9v9z"/></g>`)
	if !d.Items[0].EvenOdd || d.Items[1].EvenOdd {
		t.Errorf("%+v", d.Items)
	}
}
