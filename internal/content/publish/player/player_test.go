package player

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"atelier/internal/base/lang"
)

func TestCatalogueIsComplete(t *testing.T) {
	for _, missing := range lang.Complete(catalogueFiles) {
		t.Error(missing)
	}
}

// What is embedded is what the sources give: the same options as go:generate.
func TestDistIsCurrent(t *testing.T) {
	wantBundle(t, CSS(), api.BuildOptions{EntryPoints: []string{"css/player.css"}})
	for _, r := range []Runtime{SCORM12, SCORM2004, Cmi5} {
		wantBundle(t, r.Script(), api.BuildOptions{EntryPoints: []string{"ts/" + string(r) + "_main.ts"}, Format: api.FormatIIFE, Target: api.ES2021})
	}
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
		t.Errorf("%s is not what dist/ holds: run go generate ./internal/content/publish/player", o.EntryPoints[0])
	}
}
