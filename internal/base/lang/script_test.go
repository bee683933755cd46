package lang

import "testing"

func TestRTL(t *testing.T) {
	for tag, want := range map[Tag]bool{"en": false, "fr-CA": false, "iu-Cans": false, "ar": true, "he": true, "fa": true, "az-Arab": true, "ur-Latn": false, "": false} {
		if got := tag.RTL(); got != want {
			t.Errorf("%q: %v", tag, got)
		}
	}
}
