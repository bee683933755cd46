package course

import (
	"strings"
	"testing"
)

const askedQuestion = `::: question kind=single objective=o ^qaaaaa
Which one *would* you take? ^qbbbbb

- [ ] The first. ^qccccc
  > No. ^qddddd
- [x] The second. ^qeeeee
  > Yes. ^qfffff

Because. ^qggggg
:::
`

// What is asked makes the version of a question; what is told after the answer, marks
// and line breaks do not.
func TestVersionOfAQuestion(t *testing.T) {
	version := func(old, new string) string {
		d, ps := lesson(t, strings.Replace(askedQuestion, old, new, 1))
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		return d.Blocks[0].Question.Version()
	}
	was := version("", "")
	for old, new := range map[string]string{"*would*": "would", "you take?": "you\ntake?", "> No.": "> Not at all.", "Because.": "Because of that."} {
		if version(old, new) != was {
			t.Errorf("%q for %q makes another version", new, old)
		}
	}
	for old, new := range map[string]string{"Which one": "Which", "The first.": "The very first.", "- [ ]": "- [x]", "kind=single": "kind=multiple"} {
		if version(old, new) == was {
			t.Errorf("%q for %q is the same version", new, old)
		}
	}
}
