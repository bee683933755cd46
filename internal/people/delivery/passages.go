package delivery

import (
	"slices"

	"atelier/internal/content/course"
)

// boxes are the things to tick on a page.
func boxes(d *course.Doc) []course.ID {
	var out []course.ID
	course.Walk(d.Blocks, func(b *course.Block) bool {
		if b.Question != nil {
			return false
		}
		if b.Kind == course.Item && b.HasBox && b.Name == "" {
			if id := itemID(b); id != "" {
				out = append(out, id)
			}
		}
		return true
	})
	return out
}

// itemID is the passage of an item: its own id or that of its first leaf.
func itemID(item *course.Block) course.ID {
	id := item.ID
	course.Walk(item.Children, func(b *course.Block) bool {
		if id == "" {
			id = b.ID
		}
		return id == ""
	})
	return id
}

// known keeps the ids that are passages of a text.
func known(d *course.Doc, list []course.ID) []course.ID {
	if len(list) == 0 {
		return nil
	}
	here := map[course.ID]bool{}
	if d.Title != nil {
		here[d.Title.ID] = true
	}
	course.Walk(d.Blocks, func(b *course.Block) bool {
		here[b.ID] = true
		return true
	})
	return slices.DeleteFunc(list, func(id course.ID) bool { return id == "" || !here[id] })
}
