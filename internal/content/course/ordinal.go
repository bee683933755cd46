package course

// Ordinals number every passage of the course from 0: those of ids.lock as it says, the others after them in reading
// order. A number never changes from one release to the next and is never used again, so that what stands on it (the
// state that a SCORM package keeps) outlives edits and moves. Between releases the numbers of new passages may change.
func (c *Course) Ordinals() map[ID]int {
	out := make(map[ID]int, len(c.Lock))
	next := 0
	for _, line := range c.Lock {
		out[line.ID] = line.Ordinal
		next = max(next, line.Ordinal+1)
	}
	for _, page := range c.Pages() {
		for _, l := range c.Languages {
			d := page.Doc(l.Tag)
			if d == nil {
				continue
			}
			d.eachID(func(b *Block) {
				if _, known := out[b.ID]; !known {
					out[b.ID] = next
					next++
				}
			})
		}
	}
	return out
}
