package page

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"atelier/internal/base/lang"
)

// galleryFiles draws the gallery in both languages; names are "home.fr.html".
func galleryFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	href := func(name string, tag lang.Tag) string { return name + "." + string(tag) + ".html" }
	for _, tag := range lang.Interfaces() {
		for _, p := range Gallery(tag, Assets{}, href) {
			var b bytes.Buffer
			if err := p.Page.Render(context.Background(), &b); err != nil {
				t.Fatalf("%s in %s: %v", p.Name, tag, err)
			}
			files[href(p.Name, tag)] = b.String()
		}
	}
	return files
}

// ATELIER_GALLERY names a folder to write the gallery to, for looking at it.
func TestGalleryDraws(t *testing.T) {
	files := galleryFiles(t)
	if len(files) < 40 {
		t.Errorf("the gallery has %d pages", len(files))
	}
	dir := os.Getenv("ATELIER_GALLERY")
	if dir == "" {
		return
	}
	files[CSSName], files[JSName] = string(CSS), string(JS)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var forbidden = []struct {
	what string
	is   *regexp.Regexp
}{
	{"an inline style", regexp.MustCompile(`<[^>]*\sstyle=|<style`)},
	{"an inline handler", regexp.MustCompile(`<[^>]*\son[a-z]+=`)},
	{"an inline script", regexp.MustCompile(`<script(>| [^>]*[^>]*>[^<])`)},
	{"a third party", regexp.MustCompile(`(src|srcset|poster)="(https?:)?//|<link rel="stylesheet" href="(https?:)?//`)},
	{"sound or video that starts by itself", regexp.MustCompile(`autoplay|preload="(auto|metadata)"`)},
	{"a message without words", regexp.MustCompile(`>[a-z]+\.[a-z]+(-[a-z]+)*<`)},
	{"an unfilled place", regexp.MustCompile(`\{[a-z]+\}`)},
}

func TestGalleryKeepsTheRules(t *testing.T) {
	for name, text := range galleryFiles(t) {
		for _, f := range forbidden {
			if m := f.is.FindString(text); m != "" {
				t.Errorf("%s holds %s: %s", name, f.what, m)
			}
		}
		if n := strings.Count(text, "<h1"); n != 1 {
			t.Errorf("%s has %d h1", name, n)
		}
		wantUniqueIDs(t, name, text)
	}
}

var (
	anID    = regexp.MustCompile(`\sid="([^"]*)"`)
	aLevel  = regexp.MustCompile(`<h([1-6])[ >]`)
	pointed = regexp.MustCompile(`\s(?:for|aria-labelledby|aria-describedby|popovertarget)="([^"]*)"`)
)

func wantUniqueIDs(t *testing.T, name, text string) {
	t.Helper()
	ids := map[string]bool{}
	for _, m := range anID.FindAllStringSubmatch(text, -1) {
		if ids[m[1]] || m[1] == "" {
			t.Errorf("%s: id %q is not unique", name, m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range pointed.FindAllStringSubmatch(text, -1) {
		for _, id := range strings.Fields(m[1]) {
			if !ids[id] {
				t.Errorf("%s: %s points to nothing", name, m[0])
			}
		}
	}
}

func TestHeadingsSkipNoLevel(t *testing.T) {
	for name, text := range galleryFiles(t) {
		_, main, _ := strings.Cut(text, "<main")
		last := 0
		for _, m := range aLevel.FindAllStringSubmatch(main, -1) {
			level := int(m[1][0] - '0')
			if level > last+1 {
				t.Errorf("%s: h%d after h%d", name, level, last)
			}
			last = level
		}
	}
}

// Foreign words in a shell are data: none of them can leave its place.
func TestShellEscapes(t *testing.T) {
	evil := `</script><script>alert(1)</script>"><b onclick=x>`
	var b bytes.Buffer
	s := Shell{Tag: lang.English, Title: []string{evil}, Course: Link{Text: evil, Href: "javascript:alert(1)"},
		Head: Head{Description: evil, JSONLD: map[string]string{"name": evil}}, Nav: []Link{{Text: evil, Href: evil}}}
	if err := Page(s, Text(evil)).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script>alert") || strings.Contains(b.String(), "<b onclick") {
		t.Error("a text left its place")
	}
	if strings.Contains(b.String(), `href="javascript:`) {
		t.Error("an address runs a script")
	}
}

func TestReadingKeepsKnownChoices(t *testing.T) {
	got := Reading{Theme: "dark", Size: `" onload="x`}.Valid()
	if want := (Reading{Theme: "dark"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPagesShown(t *testing.T) {
	got := Pages{Now: 5, Of: 9}.shown()
	if want := []int{1, 0, 4, 5, 6, 0, 9}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
