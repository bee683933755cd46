package pdfua_test

import (
	"testing"

	"atelier/internal/standard/pdfua"
)

func TestTheSampleBreaksNoRule(t *testing.T) {
	t.Parallel()
	report, err := pdfua.Check(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		t.Errorf("%+v", v)
	}
	t.Logf("%+v", report)
}
