package page

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
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
