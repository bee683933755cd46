package office

import (
	"testing"

	"atelier/internal/base/lang"
)

func TestTextsOfTheAPIAreComplete(t *testing.T) {
	if missing := lang.Complete(apiTexts()); len(missing) > 0 {
		t.Error(missing)
	}
}
