package delivery

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/content/course"
)

// Whatever is in the bank, a draw has as many questions as it should and can, asks about every objective when there is
// room, repeats a question only where its objective has no other left, and is the same for the same actor.
func TestEveryDrawCoversAndRenews(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, of := &course.Doc{}, map[course.ID]string{}
		objectives := map[string]bool{}
		for i := range rapid.IntRange(1, 40).Draw(t, "questions") {
			q := &course.Question{ID: course.ID("q" + strconv.Itoa(i)), Objective: "o" + strconv.Itoa(rapid.IntRange(0, 8).Draw(t, "objective"))}
			if i == 0 || rapid.Bool().Draw(t, "fixed") {
				q.Form = "A"
			}
			of[q.ID], objectives[q.Objective] = q.Objective, true
			d.Blocks = append(d.Blocks, &course.Block{Question: q})
		}
		draw := rapid.IntRange(0, 45).Draw(t, "draw")
		last := begin(d)
		for range 4 {
			want := draw
			if want == 0 {
				want = len(begin(d).Asked)
			}
			a := again(d, last, draw, "actor")
			if len(a.Asked) != min(want, len(of)) || a.Number != last.Number+1 {
				t.Fatalf("attempt %d asks %d questions of %d, wants %d", a.Number, len(a.Asked), len(of), want)
			}
			if !slices.Equal(a.Asked, again(d, last, draw, "actor").Asked) {
				t.Fatal("the same draw gives other questions")
			}
			covered := map[string]bool{}
			for _, id := range a.Asked {
				covered[of[id]] = true
				for other, objective := range of {
					if objective == of[id] && slices.Contains(last.Asked, id) && !slices.Contains(last.Asked, other) && !slices.Contains(a.Asked, other) {
						t.Fatalf("%s is asked again although %s was not", id, other)
					}
				}
			}
			if want >= len(objectives) && len(covered) != len(objectives) {
				t.Fatalf("%d objectives of %d are asked about", len(covered), len(objectives))
			}
			last = a
		}
	})
}
