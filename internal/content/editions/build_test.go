package editions

import (
	"testing"

	"atelier/internal/content/publish"
)

func TestBuildIsDeterministic(t *testing.T) {
	first, second := built(t, publish.Options{BaseURL: "https://example.org/"}), built(t, publish.Options{BaseURL: "https://example.org/"})
	if len(first) != len(second) {
		t.Fatalf("%d files, then %d", len(first), len(second))
	}
	for path, data := range first {
		if string(second[path]) != string(data) {
			t.Errorf("%s differs between two builds", path)
		}
	}
}
