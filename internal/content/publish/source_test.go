package publish

import (
	"errors"
	"os"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// A source that no package would open again is not built, and the reason is told in both languages.
func TestSourceThatIsTooLarge(t *testing.T) {
	src := os.DirFS("testdata/course")
	b := &builder{Options: Options{Source: src}}
	defer b.sources.close()
	p, err := b.PackedSource(Institution)
	if err != nil || p.Size() == 0 {
		t.Fatal(err)
	}
	defer func(most int64) { maxSource = most }(maxSource)
	maxSource = p.Size() - 1
	_, err = b.PackedSource(Institution)
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		t.Fatal(err)
	}
	for _, tag := range lang.Interfaces() {
		if f.Message(tag) == "" || f.Hint(tag) == "" {
			t.Error(tag, f.Message(tag), f.Hint(tag))
		}
	}
}
