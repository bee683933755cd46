package editions

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"atelier/internal/content/publish"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file of testdata/golden.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (go test -update writes it anew):\n%s", name, diff)
	}
}

var contentHash = regexp.MustCompile(`-[0-9a-f]{10}\.`)

func TestGoldenTree(t *testing.T) {
	files := built(t, publish.Options{BaseURL: "https://example.org/"})
	var tree []string
	for path := range files {
		tree = append(tree, contentHash.ReplaceAllString(path, "-HASH.")+"\n")
	}
	slices.Sort(tree)
	golden(t, "tree.txt", []byte(strings.Join(tree, "")))
	for _, path := range []string{"web/sitemap.xml", "web/robots.txt", "web/en/begin/index.html", "text/small-en.txt", "text/small-fr.txt"} {
		golden(t, path, files[path])
	}
}

// The frame belongs to base/page; the prose of a lesson is what render writes.
func TestGoldenProse(t *testing.T) {
	files := built(t, publish.Options{Only: []string{publish.EditionWeb}})
	for _, path := range []string{"web/en/start/running-text/index.html", "web/fr/debut/texte-courant/index.html"} {
		_, prose, ok := bytes.Cut(files[path], []byte(`<div class="prose">`))
		prose, _, end := bytes.Cut(prose, []byte("<nav class=\"foot\""))
		if !ok || !end {
			t.Fatalf("%s has no prose", path)
		}
		golden(t, strings.Replace(path, "index.html", "prose.html", 1), prose)
	}
}
