package publish

import (
	"bytes"
	"context"
	"testing"

	"atelier/internal/base/page"
)

// A page in a cached frame has the bytes of the page drawn whole.
func TestCachedFrameIsTheFrame(t *testing.T) {
	c, src := small(t)
	for _, base := range []string{"", "https://example.org/"} {
		for _, style := range []Style{Files, Site} {
			w, err := NewWeb(c, WebOptions{Source: src, BaseURL: base, Style: style})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range w.Pages() {
				var got, want bytes.Buffer
				if err := w.Draw(&got, p); err != nil {
					t.Fatal(err)
				}
				s := &sheet{w: w, t: w.languages[p.Tag], at: p}
				s.Page = s.t.Render.Page(links{s})
				s.Holes.Off = true
				if err := page.Page(s.shell(), s.body()).Render(context.Background(), &want); err != nil {
					t.Fatal(err)
				}
				if got.String() != want.String() {
					t.Errorf("%s differs in its cached frame", p.Path)
				}
			}
		}
	}
}

// What a stranger sees is the same with and without holes.
func TestHolesHideNothing(t *testing.T) {
	c, src := small(t)
	w, err := NewWeb(c, WebOptions{Source: src, Style: Site, Forms: true})
	if err != nil {
		t.Fatal(err)
	}
	holes := map[string]int{}
	for _, p := range w.Pages() {
		var plain bytes.Buffer
		if err := w.Draw(&plain, p); err != nil {
			t.Fatal(err)
		}
		r, err := w.Render(p)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Chunks) != len(r.Holes)+1 {
			t.Errorf("%s: %d chunks, %d holes", p.Path, len(r.Chunks), len(r.Holes))
		}
		if !bytes.Equal(r.Plain(), plain.Bytes()) {
			t.Errorf("%s is another page when its holes are left alone", p.Path)
		}
		for _, h := range r.Holes {
			holes[string(h.Kind)]++
		}
	}
	for _, kind := range []string{"reading", "settings", "bar", "home", "module", "thread", "checklist", "search", "quiz", "question", "tick", "form"} {
		if holes[kind] == 0 {
			t.Errorf("no page has a hole %q", kind)
		}
	}
}
