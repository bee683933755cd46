package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// WCAG 2.2, 3.1.4 Abbreviations (AAA) and Canada.ca: an abbreviation is written out once. A signal.
var acronym = &Rule{
	ID: "acronym", Level: Note,
	Title:  text("An abbreviation is written out at its first use", "Un sigle est écrit au long à son premier emploi"),
	Says:   text("“{word}” is not written out on this page: “{words}”.", "« {word} » n’est pas écrit au long dans cette page : « {words} »."),
	Why:    text("Nobody outside the office knows its letters.", "Personne hors du bureau n’en connaît les lettres."),
	Source: wcag("3.1.4"),
	Advice: text("Write it out once: Office of the Auditor General (OAG); or define it in the glossary.", "Écrivez-le au long une fois : Bureau du vérificateur général (BVG); ou définissez-le au glossaire."),
	Only:   bothWorded,
	doc: func(p *pass, t *Text) {
		known := map[string]bool{}
		for _, pc := range t.Pieces {
			for i, w := range pc.Words {
				s := pc.Text[w.Start:w.End]
				if known[s] || !isAcronym(s) || familiar[s] || shoutedBeside(pc, i) {
					continue
				}
				known[s] = true
				defined := w.Start > 0 && strings.HasSuffix(pc.Text[:w.Start], "(") || strings.HasPrefix(pc.Text[w.End:], " (")
				if !defined && !p.index.terms[t.Tag][strings.ToLower(s)] && pc.own() {
					p.in(pc, w.Start, w.End, A{"word": s})
				}
			}
		}
	},
}

func isAcronym(s string) bool {
	if n := utf8.RuneCountInString(s); n < 2 || n > 6 || strings.Trim(s, "IVXLC") == "" {
		return false
	}
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// shoutedBeside says whether the word is a part of a run of capitals, which another rule speaks of, or of a name.
func shoutedBeside(pc *Piece, i int) bool {
	for _, k := range []int{i - 1, i + 1} {
		if k >= 0 && k < len(pc.Words) {
			between := pc.Text[min(pc.Words[k].End, pc.Words[i].End):max(pc.Words[k].Start, pc.Words[i].Start)]
			s := pc.Text[pc.Words[k].Start:pc.Words[k].End]
			if len(s) >= 2 && shouted(s) || between == "&" || between == " " && pc.Words[k].Start > 0 && unicode.IsUpper(decode(s)) {
				return true
			}
		}
	}
	return false
}

// familiar abbreviations are better known than what they stand for.
var familiar = setOf("PDF", "HTML", "URL", "USB", "TV", "DVD", "CD", "GPS", "ID", "QR", "US", "USA", "UK", "UN", "EU", "ONU", "UE", "MIT", "CC", "BY", "SA", "AM", "PM", "OK", "DIY", "AI", "IA", "IT", "TI", "HTTP", "HTTPS", "SQL", "XML", "JSON", "CSV", "EPUB", "CEO", "FAQ", "NASA", "CERN", "COVID")
