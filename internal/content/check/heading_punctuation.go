package check

import (
	"strings"
)

// Canada.ca Content Style Guide, on headings: no closing punctuation, except a question mark.
var headingPunctuation = &Rule{
	ID: "heading-punctuation", Level: Warning,
	Title:  text("A heading ends without punctuation", "Un titre se termine sans ponctuation"),
	Says:   text("The heading “{words}” ends with “{mark}”.", "Le titre « {words} » se termine par « {mark} »."),
	Why:    text("A heading is a label, not a sentence. A closing period or colon makes lists of headings hard to read.", "Un titre est une étiquette, pas une phrase. Un point ou un deux-points final alourdit la lecture du plan."),
	Source: sourceCanada,
	Advice: text("Remove the mark. A question mark may stay.", "Retirez le signe. Le point d’interrogation peut rester."),
	piece: func(p *pass, pc *Piece) {
		if pc.Kind != pieceHeading || strings.HasSuffix(pc.Text, "...") {
			return
		}
		if last := pc.Text[len(pc.Text)-1]; strings.IndexByte(".:;,", last) >= 0 && len(pc.Words) > 1 {
			p.in(pc, len(pc.Text)-1, len(pc.Text), A{"mark": string(last), "words": pc.Text})
		}
	},
}
