package lang

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkNewCatalogue reads 200 messages in two languages: what a room costs
// at the start of the program.
func BenchmarkNewCatalogue(b *testing.B) {
	var text strings.Builder
	for i := range 200 {
		fmt.Fprintf(&text, "message-%d: What was sent is larger than {limit}, so it was not kept.\n", i)
	}
	files := folder(text.String(), text.String())
	for b.Loop() {
		if _, err := NewCatalogue(files); err != nil {
			b.Fatal(err)
		}
	}
}
