package publish

import (
	"testing"
)

func TestBuildIsDeterministic(t *testing.T) {
	first, second := built(t, Options{BaseURL: "https://example.org/"}), built(t, Options{BaseURL: "https://example.org/"})
	if len(first) != len(second) {
		t.Fatalf("%d files, then %d", len(first), len(second))
	}
	for path, data := range first {
		if string(second[path]) != string(data) {
			t.Errorf("%s differs between two builds", path)
		}
	}
}
