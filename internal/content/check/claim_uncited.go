package check

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// DESIGN part 4: every factual claim that needs one cites a reference. A figure or a study is a claim. A signal.
var claimUncited = &Rule{
	ID: "claim-uncited", Level: Note,
	Title:  text("A claim with a figure or a study cites its source", "Une affirmation chiffrée ou une étude cite sa source"),
	Says:   text("No source is cited for “{words}”.", "Aucune source n’est citée pour « {words} »."),
	Why:    text("Executives repeat figures; they must be able to say where these come from.", "Les cadres répètent les chiffres; ils doivent pouvoir dire d’où ils viennent."),
	Source: sourceFormat,
	Advice: text("Add [@reference], or say that the figure is an example.", "Ajoutez [@référence], ou dites que le chiffre est un exemple."),
	Only:   bothWorded,
	block: func(p *pass, t *Text, b *course.Block) {
		if t.Page.Kind != course.Lesson || b.Kind != course.Paragraph || t.inside(b, "question") || t.inside(b, "worksheet") {
			return
		}
		cited := false
		eachInline(b, func(in course.Inline) {
			cited = cited || in.Kind == course.Cite || in.Kind == course.NoteRef || in.Kind == course.Link
		})
		s := course.Plain(b.Inlines)
		if i := claim(s, t.Tag.Base()); i >= 0 && !cited {
			p.on(t, b, A{"words": quote(s, i, i+1)})
		}
	},
}

// claim is where a text first speaks of a percentage, of millions or of a study; -1 when it does not.
func claim(s string, tag lang.Tag) int {
	for i := range len(s) {
		if s[i] == '%' && i > 0 && (isDigit(s[i-1]) || strings.HasSuffix(s[:i], "\u00a0")) {
			return i
		}
	}
	low := strings.ToLower(s)
	for _, sign := range claimSigns[tag] {
		if i := strings.Index(low, sign); i >= 0 {
			return i
		}
	}
	return -1
}

var claimSigns = map[lang.Tag][]string{
	lang.English: {" million", " billion", "a study ", "a survey ", "studies show", "according to a "},
	lang.French:  {" millions", "\u00a0millions", " milliard", "\u00a0milliard", "une étude ", "un sondage ", "des études montrent", "selon une "},
}
