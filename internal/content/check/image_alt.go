package check

import (
	"path"
	"strings"

	"atelier/internal/content/course"
)

// WCAG 2.2, 1.1.1 Non-text Content: what is not text has a text alternative, unless it is pure decoration.
var imageAlt = &Rule{
	ID: "image-alt", Level: Error,
	Title:  text("An image has a text alternative, or is declared decorative", "Une image a un texte de remplacement, ou est déclarée décorative"),
	Says:   text("“{image}” has no text alternative in “{language}”.", "« {image} » n’a pas de texte de remplacement en « {language} »."),
	Why:    text("Who does not see the image gets nothing in its place.", "Qui ne voit pas l’image n’a rien à la place."),
	Source: wcag("1.1.1"),
	Advice: text("Say in a sentence what the image tells; write “decorative” when it tells nothing.", "Dites en une phrase ce que l’image apprend; écrivez « decorative » si elle n’apprend rien."),
	block: func(p *pass, t *Text, b *course.Block) {
		if src, alt, ok := imageOf(b); ok && strings.TrimSpace(alt) == "" && !decorative(b) {
			p.on(t, b, A{"image": src, "language": t.Tag})
		}
		eachInline(b, func(in course.Inline) {
			if in.Kind == course.Image && strings.TrimSpace(in.Text) == "" {
				p.on(t, b, A{"image": in.Target, "language": t.Tag})
			}
		})
	},
}

// imageOf is the image a block shows, with its alternative.
func imageOf(b *course.Block) (src, alt string, ok bool) {
	switch {
	case b.Kind == course.Figure:
		return b.Target, b.Alt, true
	case b.Kind == course.Directive && b.Name == "media" && mediaKind(b.Attrs["src"]) == "image":
		return b.Attrs["src"], b.Attrs["alt"], true
	}
	return "", "", false
}

func decorative(b *course.Block) bool {
	_, ok := b.Attrs["decorative"]
	return ok
}

// mediaKind is image, sound or video, by the ending of a file name.
func mediaKind(src string) string {
	switch strings.ToLower(path.Ext(src)) {
	case ".mp3", ".ogg", ".oga", ".wav", ".m4a", ".flac", ".opus":
		return "sound"
	case ".mp4", ".webm", ".ogv", ".mov", ".m4v":
		return "video"
	}
	return "image"
}
