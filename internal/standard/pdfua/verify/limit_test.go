package verify

import (
	"fmt"
	"strings"
	"testing"
)

// Small files that refer to the same part again and again: what they would come to passes every bound, and Check says
// that it did not judge them whole.
func TestFilesThatMultiplyAreCutShort(t *testing.T) {
	t.Parallel()
	for what, grow := range map[string]func(s *sample){
		"forms that draw forms": func(s *sample) {
			for i := 200; i < 230; i++ {
				s.bodies[i] = fmt.Sprintf("<</Subtype/Form/Resources<</XObject<</A %d 0 R>>>>", i+1)
				s.streams[i] = strings.Repeat(" ", 100_000) + "/A Do /A Do"
			}
			s.edit(t, "/X1 50 0 R", "/X1 200 0 R")
		},
		"elements in a shared array": func(s *sample) {
			s.bodies[102] = "[<</S/P/K 102 0 R/A<</O/X/T(" + strings.Repeat("a", 100_000) + ")>>>> <</S/P/K 102 0 R>>]"
			s.edit(t, "/T(Document1)/P 5 0 R/Pg 3 0 R/K[", "/K 102 0 R/L[")
		},
		"page nodes in a shared array": func(s *sample) {
			s.bodies[2], s.bodies[99] = "<</Kids 99 0 R>>", "[3 0 R <</Kids 99 0 R>> <</Kids 99 0 R>>]"
		},
		"a stream that inflates": func(s *sample) {
			s.bodies[4] = "<</Filter[/RunLengthDecode/RunLengthDecode]"
			s.streams[4] = strings.Repeat("\x81\x81", 1<<15)
		},
		"a table wider than any page": func(s *sample) {
			s.edit(t, "/Scope/Column", "/Scope/Column/ColSpan 999999999/RowSpan 999999999")
		},
	} {
		s := newSample()
		grow(s)
		r, err := Check(s.bytes())
		if err != nil || r.OK() || (r.Cut == "" && !strings.Contains(what, "table")) {
			t.Errorf("%s: %v, cut %q", what, err, r.Cut)
		}
	}
}
