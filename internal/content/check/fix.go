package check

import (
	"cmp"
	"slices"

	"atelier/internal/content/course"
)

// Fix applies the repairs that findings offer and returns the files that change, whole. A repair that would touch
// bytes another one has just rewritten waits for the next run. What is silenced is not in findings and stays as it is.
func Fix(c *course.Course, findings []Finding) map[string][]byte {
	edits := map[string][]Edit{}
	for _, f := range findings {
		if f.Fix != nil {
			edits[f.Fix.File] = append(edits[f.Fix.File], f.Fix.Edits...)
		}
	}
	out := map[string][]byte{}
	for file, list := range edits {
		src := c.Files[file].Text
		if text := apply(src, list); text != src {
			out[file] = []byte(text)
		}
	}
	return out
}

// apply makes the edits that do not overlap, in the order they stand in.
func apply(src string, edits []Edit) string {
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.New, b.New))
	})
	out := make([]byte, 0, len(src)+len(edits))
	done := -1
	last := 0
	for _, e := range edits {
		if e.Start < last || e.Start <= done || e.End > len(src) || e.End < e.Start {
			continue
		}
		out = append(out, src[last:e.Start]...)
		out = append(out, e.New...)
		last = e.End
		done = -1
		if e.Start == e.End {
			done = e.Start // two insertions at one point would pile up
		}
	}
	return string(append(out, src[last:]...))
}
