package pdfua_test

import (
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	if f := os.Getenv("DUMP"); f != "" {
		os.WriteFile(f, sample(t), 0o644)
	}
}
