package course

// IDs is every id of the course's pages, in reading order: page after page, what the first language has and then what
// only others have.
func (c *Course) IDs() []ID {
	var out []ID
	seen := map[ID]bool{}
	for _, page := range c.Pages() {
		for _, l := range c.Languages {
			d := page.Doc(l.Tag)
			if d == nil {
				continue
			}
			d.eachID(func(b *Block) {
				if !seen[b.ID] {
					seen[b.ID] = true
					out = append(out, b.ID)
				}
			})
		}
	}
	return out
}

// Ordinals number every id of the course's pages from 0: those of ids.lock as it says, the others after them in
// reading order. A number never changes from one release to the next and is never used again, so that what stands on
// it (the state that a SCORM package keeps) outlives edits and moves. Between releases the numbers of new passages
// may change.
func (c *Course) Ordinals() map[ID]int {
	out := make(map[ID]int, len(c.Lock))
	next := 0
	for _, line := range c.Lock {
		out[line.ID] = line.Ordinal
		next = max(next, line.Ordinal+1)
	}
	for _, id := range c.IDs() {
		if _, known := out[id]; !known {
			out[id] = next
			next++
		}
	}
	return out
}
