package office

import (
	"testing"

	"atelier/internal/base/lang"
)

func TestTextsOfTheAPIAreComplete(t *testing.T) {
	if missing := lang.Complete(apiFiles); len(missing) > 0 {
		t.Error(missing)
	}
}
