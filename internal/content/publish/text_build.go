package publish

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// textFormats are the files of the text edition, as other forms of the course.
func (b *builder) textFormats() []Format {
	var out []Format
	for _, tag := range b.course.Tags() {
		out = append(out, Format{Tag: tag, Name: EditionText, Path: EditionText + "/" + b.course.Key + "-" + string(tag) + ".txt"})
	}
	return out
}

func (b *builder) text(ctx context.Context, g *errgroup.Group) {}
