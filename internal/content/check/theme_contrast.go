package check

import (
	"math"
	"strconv"
	"strings"

	"atelier/internal/content/course"
)

// WCAG 2.2, 1.4.3 Contrast (A2.6): text 4.5:1; the accent colour carries text on white and white text on it.
var themeContrast = &Rule{
	ID: "theme-contrast", Level: Error,
	Title:  text("The theme’s colours contrast with the page", "Les couleurs du thème contrastent avec la page"),
	Says:   text("{name}: {colour} has a contrast of {ratio} to 1 with white; 4.5 is needed.", "{name} : {colour} a un contraste de {ratio} à 1 avec le blanc; il faut 4,5."),
	Why:    text("Who sees poorly, or reads in the sun, can not read the links.", "Qui voit mal, ou lit au soleil, ne peut pas lire les liens."),
	Source: wcag("1.4.3"),
	Advice: text("Choose a darker colour.", "Choisissez une couleur plus foncée."),
	course: func(p *pass) {
		for name, colour := range p.c.Theme {
			if !strings.Contains(name, "accent") {
				continue
			}
			ratio, ok := contrastWithWhite(colour)
			if ok && ratio < 4.5 {
				p.at(course.Place{File: "course.yaml", Line: 1, Column: 1}, "", "", A{"name": name, "colour": colour, "ratio": ratio})
			}
		}
	},
}

// contrastWithWhite is WCAG’s contrast ratio of #rgb or #rrggbb with white.
func contrastWithWhite(colour string) (float64, bool) {
	hex, is := strings.CutPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	v, err := strconv.ParseUint(hex, 16, 32)
	if !is || len(hex) != 6 || err != nil {
		return 0, false
	}
	channel := func(c uint64) float64 {
		x := float64(c&255) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	luminance := 0.2126*channel(v>>16) + 0.7152*channel(v>>8) + 0.0722*channel(v)
	return 1.05 / (luminance + 0.05), true
}
