package lang

import (
	"testing"
)

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range Complete(sharedFiles) {
		t.Error(lack)
	}
}
