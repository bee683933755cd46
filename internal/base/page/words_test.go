package page

import (
	"testing"

	"atelier/internal/base/lang"
)

func TestCatalogueIsComplete(t *testing.T) {
	for _, missing := range lang.Complete(catalogueFiles) {
		t.Error(missing)
	}
}
