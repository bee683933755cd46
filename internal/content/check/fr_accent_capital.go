package check

import (
	"strings"
)

// OQLF: capitals keep their accents (A6.9).
var frAccentCapital = &Rule{
	ID: "fr-accent-capital", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("Capitals keep their accents", "Les majuscules gardent leurs accents"),
	Says:   text("“{word}” has lost its accent: “{words}”.", "« {word} » a perdu son accent : « {words} »."),
	Why:    text("Without it a voice misreads the word, and search misses it.", "Sans lui, une voix lit mal le mot et la recherche le manque."),
	Source: sourceOQLF,
	Advice: text("Write “{fixed}”.", "Écrivez « {fixed} »."),
	piece: func(p *pass, pc *Piece) {
		for i, w := range pc.Words {
			s := pc.Text[w.Start:w.End]
			fixed := ""
			switch {
			case accentless[s]:
				fixed = "É" + s[1:]
			case s == "Etre" || s == "Etres":
				fixed = "Ê" + s[1:]
			case s == "A" && i+1 < len(pc.Words) && opens(pc.Text, w.Start) && afterA[pc.Words[i+1].Lower]:
				fixed = "À"
			case s == "Ca" && opens(pc.Text, w.Start):
				fixed = "Ça"
			}
			if fixed == "" {
				continue
			}
			args := A{"word": s, "fixed": fixed}
			p.repair(pc, w.Start, w.End, fixed, args)
			p.found[len(p.found)-1].Advice = fill(p.rule.Advice, args)
		}
	},
}

var accentless = setOf("Etat", "Etats", "Ecole", "Ecoles", "Ecrire", "Ecrivez", "Evaluer", "Evaluez", "Evaluation", "Etude", "Etudes", "Equipe",
	"Equipes", "Egalement", "Etape", "Etapes", "Ecran", "Energie", "Education", "Editeur", "Election", "Elections", "Elément", "Eléments",
	"Economie", "Economique", "Ecosystème", "Edition", "Eviter", "Evitez", "Etablir", "Etablissement", "Echange", "Echanges", "Echelle",
	"Ere", "Etant", "Ethique", "Evénement", "Etiquette", "Egalité", "Epargne", "Etendre", "Ecouter", "Ecarter", "Elaborer", "Eliminer")

var afterA = setOf("la", "l’", "partir", "titre", "noter", "retenir", "long", "court", "moyen", "quoi", "qui", "cette", "ce", "cet", "ces",
	"chaque", "un", "une", "votre", "nos", "son", "sa", "ses", "compter", "travers", "propos", "cause", "défaut", "lire", "faire", "vous", "savoir",
	"l", "mesure", "ne", "éviter", "quel", "quelle")

// opens says whether a sentence begins at i.
func opens(s string, i int) bool {
	before := strings.TrimRight(s[:i], " \u00a0«“(")
	return before == "" || strings.ContainsRune(".!?:", lastRune(before))
}
