package delivery

import (
	"slices"

	"atelier/internal/content/course"
)

// boxes are the things to tick in a checklist of a text: the directive with that
// id, or all of the text where it has no such directive.
func boxes(d *course.Doc, list course.ID) []course.ID {
	blocks := d.Blocks
	course.Walk(d.Blocks, func(b *course.Block) bool {
		if b.Kind == course.Directive && b.ID != "" && b.ID == list {
			blocks = b.Children
		}
		return true
	})
	var out []course.ID
	course.Walk(blocks, func(b *course.Block) bool {
		if b.Question != nil {
			return false
		}
		if b.Kind == course.Item && b.HasBox {
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
