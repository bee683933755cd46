package check

import (
	"atelier/internal/content/course"
)

// WCAG 2.2, 1.4.2 and 2.2.2: nothing plays or moves by itself.
var mediaAutoplay = &Rule{
	ID: "media-autoplay", Level: Error,
	Title:  text("Nothing plays by itself", "Rien ne joue tout seul"),
	Says:   text("“{key}” makes “{target}” play by itself.", "« {key} » fait jouer « {target} » tout seul."),
	Why:    text("Sound covers the voice of a screen reader, movement takes attention away, and both cost bandwidth.", "Le son couvre la voix du lecteur d’écran, le mouvement détourne l’attention, et les deux coûtent du débit."),
	Source: wcag("1.4.2"),
	Advice: text("Remove the attribute.", "Retirez l’attribut."),
	block: func(p *pass, t *Text, b *course.Block) {
		for _, key := range []string{"autoplay", "loop"} {
			if v, has := b.Attrs[key]; has && v != "false" {
				p.on(t, b, A{"key": key, "target": b.Attrs["src"]})
			}
		}
	},
}
