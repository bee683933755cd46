package internal_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"atelier/internal/base/lang"
)

// TestEveryCatalogueIsComplete holds the words of pages and of programs to both languages, whether or not their package has
// a test of its own that does.
func TestEveryCatalogueIsComplete(t *testing.T) {
	found := 0
	for _, root := range []string{".", "../cmd"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() || d.Name() != "catalogue" && d.Name() != "apitext" {
				return err
			}
			found++
			if missing := lang.Complete(os.DirFS(name)); len(missing) > 0 {
				t.Errorf("%s: %q", name, missing)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 30 {
		t.Errorf("%d catalogues were looked at", found)
	}
}
