package page

import (
	"bytes"
	"compress/gzip"
	"context"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/a-h/templ/generator"
	parser "github.com/a-h/templ/parser/v2"
	"github.com/evanw/esbuild/pkg/api"

	"atelier/internal/base/lang"
)

// What is embedded is what the sources give: the same options as go:generate.
func TestDistIsCurrent(t *testing.T) {
	wantBundle(t, CSS, api.BuildOptions{EntryPoints: []string{"css/page.css"}})
	wantBundle(t, JS, api.BuildOptions{EntryPoints: []string{"ts/page.ts"}, Format: api.FormatIIFE, Target: api.ES2021})
	wantBundle(t, PasskeyJS, api.BuildOptions{EntryPoints: []string{"ts/passkey.ts"}, Format: api.FormatIIFE, Target: api.ES2021})
	wantBundle(t, WorkerJS, api.BuildOptions{EntryPoints: []string{"ts/worker.ts"}, Format: api.FormatIIFE, Target: api.ES2021})
}

func wantBundle(t *testing.T, embedded []byte, o api.BuildOptions) {
	t.Helper()
	o.Bundle, o.Charset = true, api.CharsetUTF8
	o.MinifyWhitespace, o.MinifyIdentifiers, o.MinifySyntax = true, true, true
	o.Outfile = "out" + filepath.Ext(o.EntryPoints[0])
	result := api.Build(o)
	for _, e := range result.Errors {
		t.Errorf("%s: %s", o.EntryPoints[0], e.Text)
	}
	if len(result.OutputFiles) != 1 || !bytes.Equal(result.OutputFiles[0].Contents, embedded) {
		t.Errorf("%s is not what dist/ holds: run go generate ./internal/base/page", o.EntryPoints[0])
	}
}

// Every template gives the generated file beside it, and no generated file is
// left without its template.
func TestTemplatesAreGenerated(t *testing.T) {
	for _, p := range glob(t, "*.templ") {
		tmpl, err := parser.Parse(p)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		// The program passes the name as it was given: relative to where it ran.
		if _, err := generator.Generate(tmpl, &b, generator.WithVersion(templ.Version()), generator.WithFileName(p)); err != nil {
			t.Fatal(err)
		}
		want, err := format.Source(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(strings.TrimSuffix(p, ".templ") + "_templ.go")
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what its generated file holds: run go generate ./internal/base/page (%v)", p, err)
		}
	}
	for _, p := range glob(t, "*_templ.go") {
		if _, err := os.Stat(strings.TrimSuffix(p, "_templ.go") + ".templ"); err != nil {
			t.Error(err)
		}
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	list, err := fs.Glob(os.DirFS("."), pattern)
	if err != nil || len(list) == 0 {
		t.Fatalf("%s: %v, %v", pattern, list, err)
	}
	return list
}

func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// DESIGN part 8 gives a lesson page 40 KB of which script 12 KB; the frame keeps
// to half of it, the script to 7 KB: it tells a session what is done where no server
// does, and lets a document that shows many pages let each of them go.
func TestWeight(t *testing.T) {
	var b bytes.Buffer
	g := gallery{t: lang.French, href: func(name string, tag lang.Tag) string { return "/" + string(tag) + "/" + name }}
	if err := g.page("lesson", Lesson, nil, g.thread(), templ.NopComponent).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	shell, css, js := gzipped(t, b.Bytes()), gzipped(t, CSS), gzipped(t, JS)
	t.Logf("gzip: shell %d, css %d, js %d bytes", shell, css, js)
	if shell+css+js > 20<<10 {
		t.Errorf("shell, css and js weigh %d bytes", shell+css+js)
	}
	if js > 7<<10 {
		t.Errorf("the script weighs %d bytes", js)
	}
}
