package fault

import (
	"testing"

	"atelier/internal/base/lang"
)

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range lang.Complete(files) {
		t.Error(lack)
	}
}
