package check

import (
	"testing"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// What the lessons of the shipped course may have of prose in each language, in words (docs/decisions/0006).
const (
	proseLeast = 18_000
	proseMost  = 24_000
)

// The prose of the lessons stays within what was promised to those who read them, in each language.
func TestShippedLessonProse(t *testing.T) {
	c, problems := load(t, courseFolder)
	if problems.Fatal() {
		t.Fatal(problemsText(problems))
	}
	total := map[lang.Tag]int{}
	newScan(c, Options{}).eachPiece(func(pc *Piece) {
		if lessonProse(pc) {
			total[pc.Doc.Tag] += spoken(pc.Words)
		}
	})
	for _, tag := range c.Tags() {
		t.Logf("%s: %d words of lesson prose", tag, total[tag])
		if n := total[tag]; n < proseLeast || n > proseMost {
			t.Errorf("%s: %d words of lesson prose, not %d to %d", tag, n, proseLeast, proseMost)
		}
	}
}

// lessonProse says whether a piece is prose of a lesson: a paragraph or an item of a list, wherever it stands but in
// a question, a reveal, a worksheet or the text that goes with a medium.
func lessonProse(pc *Piece) bool {
	if pc.Doc == nil || pc.Doc.Page.Kind != course.Lesson || pc.Block == nil {
		return false
	}
	if pc.Block.Kind != course.Paragraph {
		return false
	}
	for b := pc.Block; b != nil; b = pc.Doc.Parents[b] {
		if b.Kind == course.Directive && setOf("question", "reveal", "worksheet", "media")[b.Name] {
			return false
		}
	}
	return true
}
