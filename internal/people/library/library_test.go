package library

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// TestEveryLessonLeadsOn wants the place for the button “Mark as done and go on”
// in every lesson: it is cut out of what the design system draws.
func TestEveryLessonLeadsOn(t *testing.T) {
	r, err := New(Options{Source: os.DirFS("../../content/course/testdata/trilingual"), Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	lessons := 0
	for _, p := range r.Edition().Pages() {
		if p.Page == nil || p.Page.Kind != course.Lesson {
			continue
		}
		lessons++
		holes, plain, err := p.Holes(r.reader)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for i, h := range holes {
			b, ok := h.Value.(*page.Button)
			if !ok {
				continue
			}
			n++
			if r.Edition().Page(b.Href) == nil || h.Kind != render.HoleForward || !strings.HasPrefix(string(plain[i]), "<a ") || !strings.HasSuffix(string(plain[i]), "</a>") {
				t.Errorf("%s leads on with %q: %s", p.Path, b.Href, plain[i])
			}
		}
		if n != 1 {
			t.Errorf("%s leads on in %d places", p.Path, n)
		}
	}
	if lessons < 9 {
		t.Errorf("only %d lessons", lessons)
	}
}

func TestFingerprintSeesEveryChange(t *testing.T) {
	dir := t.TempDir()
	source, err := course.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	look := func() fingerprint {
		t.Helper()
		print, err := fingerprintOf(source)
		if err != nil {
			t.Fatal(err)
		}
		return print
	}
	write("a.md", "one")
	first := look()
	if look() != first {
		t.Error("looking twice sees a change")
	}
	write(".a.md.swp", "an editor’s own file")
	write("a.md~", "another")
	if look() != first {
		t.Error("an editor’s own file counts as a change")
	}
	write("a.md", "three")
	second := look()
	write("b.md", "new")
	third := look()
	if err := os.Remove(filepath.Join(dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	if last := look(); first == second || second == third || third == last {
		t.Error("a change was not seen")
	}
}
