package verify

import (
	"errors"
	"testing"
)

func TestWhatIsNoPDFIsSaidToBeNone(t *testing.T) {
	t.Parallel()
	for _, b := range []string{"", "%PDF-1.7", "%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF", "hello",
		"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R>>"} {
		if _, err := Open([]byte(b)); !errors.Is(err, ErrNotPDF) {
			t.Errorf("%q: %v", b, err)
		}
	}
}

func TestADamagedTableIsRebuilt(t *testing.T) {
	t.Parallel()
	f, err := Open([]byte("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" +
		"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/MediaBox[0 0 10 10]/Parent 2 0 R>>endobj\n" +
		"trailer<</Root 1 0 R>>\nstartxref\n99999\n%%EOF"))
	if err != nil || f.Pages() != 1 || !f.rebuilt {
		t.Fatalf("%v, %+v", err, f)
	}
}
