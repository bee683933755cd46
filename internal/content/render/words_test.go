package render

import (
	"testing"

	"atelier/internal/base/lang"
)

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range lang.Complete(catalogueFiles) {
		t.Error(lack)
	}
}
