package search

import (
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// TestScriptIsCurrent bundles ts/ again, with the options of go generate.
func TestScriptIsCurrent(t *testing.T) {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{"ts/main.ts"}, Bundle: true, Format: api.FormatIIFE, Target: api.ES2020,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone, Outfile: "dist/search.js",
	})
	for _, message := range result.Errors {
		t.Fatal(message.Text)
	}
	if len(result.OutputFiles) != 1 || !bytes.Equal(result.OutputFiles[0].Contents, Script) {
		t.Error("dist/search.js is not made from ts/: run go generate ./internal/base/search")
	}
}

func TestScriptIsSmall(t *testing.T) {
	const most = 9 << 10 // bytes, gzip
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(Script); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if out.Len() > most {
		t.Errorf("dist/search.js is %d bytes with gzip, more than %d", out.Len(), most)
	}
}
