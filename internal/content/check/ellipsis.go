package check

import (
	"strings"
)

// Typography of both languages: the ellipsis is one character.
var ellipsis = &Rule{
	ID: "ellipsis", Level: Warning, Repairs: true,
	Title:  text("The ellipsis is one character", "Les points de suspension sont un seul caractère"),
	Says:   text("Three periods stand for an ellipsis: “{words}”.", "Trois points tiennent lieu de points de suspension : « {words} »."),
	Why:    text("Three periods may be parted at the end of a line and are read out as periods.", "Trois points peuvent être séparés en fin de ligne et sont lus comme des points."),
	Source: sourceOQLF,
	Advice: text("Write “…”.", "Écrivez « … »."),
	piece: func(p *pass, pc *Piece) {
		for i := 0; i+3 <= len(pc.Text); i++ {
			if pc.Text[i:i+3] != "..." {
				continue
			}
			end := i
			for end < len(pc.Text) && pc.Text[end] == '.' {
				end++
			}
			if end-i == 3 && !machine(pc.Text, i) {
				p.repair(pc, i, end, "…", nil)
			}
			i = end
		}
	},
}

// machine says whether the word around a byte is an address or another string for programs.
func machine(s string, i int) bool {
	from, to := i, i
	for from > 0 && s[from-1] != ' ' {
		from--
	}
	for to < len(s) && s[to] != ' ' {
		to++
	}
	w := s[from:to]
	if strings.Contains(w, "://") || strings.HasPrefix(w, "www.") || strings.HasPrefix(w, "mailto:") || strings.HasPrefix(w, "urn:") {
		return true
	}
	return strings.Contains(w, "@") && strings.Contains(w, ".")
}
