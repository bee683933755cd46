package publish

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

func TestParagraphs(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		"One.\r\nTwo.\r\n\r\n<b>": "<p>One.<br>Two.</p>\n<p>&lt;b&gt;</p>\n",
		"We:\n- read\n- listen":   "<p>We:</p>\n<ul><li>read</li><li>listen</li></ul>\n",
	} {
		if got := Paragraphs(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// Whatever an administrator types, the only elements are ours.
func TestParagraphsAreSafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		out := Paragraphs(rapid.String().Draw(t, "text"))
		for _, own := range []string{"<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<br>"} {
			out = strings.ReplaceAll(out, own, "")
		}
		if strings.ContainsAny(out, "<>") {
			t.Fatalf("foreign markup in %q", out)
		}
	})
}

func TestHostStandsOnEveryPage(t *testing.T) {
	host := Host{
		Brand:         page.Brand{Light: "#7a1f5c", Sheet: "/host/brand.css", Logo: "/host/logo.svg"},
		Name:          lang.Text{"en": "Town of X", "fr": "Ville de X"},
		Accessibility: Statement{Text: lang.Text{"en": "Write to <us>."}, Owner: lang.Text{"en": "The clerk"}, Date: lang.Text{"en": "May 1, 2026"}},
	}
	c, src := loaded(t, "../../../courses/open-source-in-government")
	w, err := NewWeb(c, WebOptions{Style: Site, Source: src, Host: host})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range w.Pages() {
		var b bytes.Buffer
		if err := w.Draw(&b, p); err != nil {
			t.Fatal(err)
		}
		logo := `<img class="logo" src="/host/logo.svg" alt="` + host.Name.In(p.Tag) + `">`
		if !strings.Contains(b.String(), logo) || !strings.Contains(b.String(), `<link rel="stylesheet" href="/host/brand.css">`) {
			t.Fatalf("%s does not wear the brand", p.Path)
		}
		told := strings.Contains(b.String(), "What Town of X says") && strings.Contains(b.String(), "<p>Write to &lt;us&gt;.</p>") && strings.Contains(b.String(), "Responsible: The clerk. Last reviewed: May 1, 2026.")
		if want := p.Kind == KindAccessibility && p.Tag == "en"; told != want {
			t.Errorf("%s: the statement stands there: %v, want %v", p.Path, told, want)
		}
	}
}
