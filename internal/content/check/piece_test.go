package check

import (
	"strings"
	"testing"
)

// In the shipped course every string is found where it stands: byte for byte, but for line ends, which are spaces of
// the text, and for what an object stands for.
func TestPiecesStandWhereTheyAre(t *testing.T) {
	c, problems := load(t, courseFolder)
	if problems.Fatal() {
		t.Fatal(problemsText(problems))
	}
	all, lost := 0, 0
	newScan(c, Options{}).eachPiece(func(pc *Piece) {
		all++
		if pc.at == nil {
			lost++
			t.Logf("not found: %s %q", pc.Start, pc.Text)
			return
		}
		plain := strings.ReplaceAll(pc.Text, object, "\x00\x00\x00")
		for i, at := range pc.at {
			if got := pc.lines.src[at]; got != plain[i] && plain[i] != 0 && (got != '\n' || plain[i] != ' ') && got != '&' {
				t.Fatalf("%s: byte %d of %q is %q in the source", pc.Start, i, pc.Text, got)
			}
		}
	})
	if all == 0 || lost*100 > all {
		t.Errorf("%d of %d pieces are not found", lost, all)
	}
}
