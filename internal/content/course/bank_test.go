package course

import (
	"os"
	"strings"
	"testing"
)

func TestWithoutBankKeepsTheFixedForm(t *testing.T) {
	const text = "# Title\n\n::: question kind=single form=A ^a\nQ\n:::\n\n::: question kind=scenario ^b\n::: step name=start\nS\n```\n::: question\n```\n:::\n:::\n\nAfter.\n"
	const want = "# Title\n\n::: question kind=single form=A ^a\nQ\n:::\n\n\nAfter.\n"
	if got := WithoutBank(text); got != want {
		t.Errorf("got %q", got)
	}
	if got := WithoutBank(want); got != want {
		t.Errorf("twice: %q", got)
	}
}

func TestWithoutBankOfTheShippedAssessment(t *testing.T) {
	fsys := os.DirFS("../../../courses/open-source-in-government")
	c, _, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range c.Tags() {
		text := c.Files["assessment."+string(tag)+".md"].Text
		var bank, fixed int
		for _, q := range c.Assessment.Doc(tag).Questions() {
			if q.Form == "" {
				bank++
			} else {
				fixed++
			}
		}
		left := WithoutBank(text)
		if got := strings.Count(left, "::: question"); got != fixed || bank == 0 {
			t.Errorf("%s: %d questions are left, want %d of %d", tag, got, fixed, fixed+bank)
		}
	}
}
