package release

import (
	"fmt"
	"slices"
	"strings"

	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

// lockHead opens a new ids.lock.
const lockHead = "# Every passage ever released: id, ordinal, the releases it was born and retired in, what it came from.\n" +
	"# Written by `atelier release`. Lines are added and never changed; the last one of an id holds.\n"

// lock is ids.lock with the lines that the release adds: passages that are new, those that are gone, and those that
// took up another.
func (p *Plan) lock(now *course.Course) string {
	var out strings.Builder
	text := now.Files[lockFile].Text
	if text == "" {
		text = lockHead
	}
	out.WriteString(text)
	if !strings.HasSuffix(text, "\n") {
		out.WriteByte('\n')
	}
	locked := map[course.ID]course.LockLine{}
	for _, l := range now.Lock {
		locked[l.ID] = l
	}
	ordinals, cameFrom := now.Ordinals(), p.lineage()
	here := map[course.ID]bool{}
	for _, id := range now.IDs() {
		here[id] = true
		line, known := locked[id]
		switch {
		case !known:
			line = course.LockLine{ID: id, Ordinal: ordinals[id], Born: p.Version, From: cameFrom[id]}
		case len(cameFrom[id]) > 0:
			line.From = append(slices.Clone(line.From), cameFrom[id]...)
		default:
			continue
		}
		out.WriteString(lockLine(line))
	}
	for _, line := range now.Lock {
		if !here[line.ID] && line.Retired == "" {
			line.Retired = p.Version
			out.WriteString(lockLine(line))
		}
	}
	return out.String()
}

// lineage is what each passage came from: the one it was split from, and those that went into it.
func (p *Plan) lineage() map[course.ID][]course.ID {
	out := map[course.ID][]course.ID{}
	if p.Since == "" {
		return out
	}
	for _, c := range p.Changes {
		for _, other := range c.Related {
			switch {
			case c.has(parity.Born):
				out[c.ID] = append(out[c.ID], other)
			case c.has(parity.Retired):
				out[other] = append(out[other], c.ID)
			}
		}
	}
	return out
}

func lockLine(l course.LockLine) string {
	s := fmt.Sprintf("%s %d born=%s", l.ID, l.Ordinal, l.Born)
	if l.Retired != "" {
		s += " retired=" + l.Retired
	}
	if len(l.From) > 0 {
		names := make([]string, len(l.From))
		for i, id := range l.From {
			names[i] = string(id)
		}
		s += " from=" + strings.Join(names, ",")
	}
	return s + "\n"
}
