package check

// WCAG 2.2, 1.2.2 Captions (A4.1): captions in the language of the sound, subtitles in the others.
var mediaCaptions = &Rule{
	ID: "media-captions", Level: Error,
	Title:  text("A video has captions in every language", "Une vidéo a des sous-titres dans chaque langue"),
	Says:   text("“{target}” has no captions in “{language}”.", "« {target} » n’a pas de sous-titres en « {language} »."),
	Why:    text("Who does not hear it, or does not understand its language, follows by reading.", "Qui ne l’entend pas, ou n’en comprend pas la langue, suit en lisant."),
	Source: wcag("1.2.2"),
	Advice: text("Write a WebVTT file and name it under captions: in the medium’s .yaml.", "Écrivez un fichier WebVTT et nommez-le sous captions: dans le .yaml du média."),
	course: func(p *pass) {
		for _, m := range p.c.Media {
			if mediaKind(m.Path) != "video" {
				continue
			}
			for _, tag := range p.c.Tags() {
				if m.Captions[tag] == "" {
					p.at(mediumPlace(m), "", tag, A{"target": m.Path, "language": tag})
				}
			}
		}
	},
}
