package check

import (
	"atelier/internal/content/course"
)

// docs/format: an image, a sound or a video of the course stands in media/, with its strings beside it.
var mediaMissing = &Rule{
	ID: "media-missing", Level: Error,
	Title:  text("What a page shows exists in media/", "Ce qu’une page montre existe dans media/"),
	Says:   text("“{target}” is not in the course.", "« {target} » n’est pas dans le cours."),
	Why:    text("Readers would meet a broken image, and an address outside would tell a third party who reads.", "Le lecteur rencontrerait une image brisée, et une adresse extérieure dirait à un tiers qui lit."),
	Source: sourceFormat,
	Advice: text("Add the file and its .yaml to media/, or correct the path.", "Ajoutez le fichier et son .yaml dans media/, ou corrigez le chemin."),
	block: func(p *pass, t *Text, b *course.Block) {
		check := func(target string) {
			if target != "" && p.c.Media[target] == nil {
				p.on(t, b, A{"target": target})
			}
		}
		check(b.Target)
		if b.Kind == course.Directive && b.Name == "media" {
			check(b.Attrs["src"])
		}
		eachInline(b, func(in course.Inline) {
			if in.Kind == course.Image {
				check(in.Target)
			}
		})
	},
}
