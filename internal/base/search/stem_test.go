package search

import (
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	porter "github.com/blevesearch/go-porterstemmer"
)

// The stemmers are compared with those of bleve, which others wrote.

func TestFrenchStemsAreThoseOfBleve(t *testing.T) {
	filter := fr.NewFrenchLightStemmerFilter()
	same, ours := 0, 0
	for _, typed := range corpusWords("fr") {
		Words([]byte(typed), func(_, _ int, folded []byte) {
			word := string(folded)
			singular := frenchSingular(word)
			if strings.HasSuffix(singular, "iere") || strings.HasSuffix(singular, "ieme") {
				ours++ // the two rules of our own
				return
			}
			stream := filter.Filter(analysis.TokenStream{{Term: []byte(word)}})
			if got, want := frenchStem(word), string(stream[0].Term); got != want {
				t.Errorf("%s: %s, bleve %s", word, got, want)
			}
			same++
		})
	}
	if same < 3000 || ours > same/10 {
		t.Errorf("%d compared, %d left out", same, ours)
	}
}

func TestEnglishStemsAreThosePorterPublished(t *testing.T) {
	same, ours := 0, 0
	for _, word := range corpusWords("en") {
		word = strings.ToLower(word)
		if oneSpelling(word) != word || strings.HasSuffix(word, "us") {
			ours++ // our own: one spelling, and -us is no plural
			continue
		}
		if got, want := englishStem(word), porter.StemString(word); got != want {
			t.Errorf("%s: %s, Porter %s", word, got, want)
		}
		same++
	}
	if same < 3000 || ours > same/5 {
		t.Errorf("%d compared, %d left out", same, ours)
	}
}

// families are words that must find each other.
var families = map[string][]string{
	"fr": {
		"logiciel logiciels", "donnée données donnee donnees DONNÉES", "licence licences", "journal journaux",
		"bureau bureaux", "travaux", "communauté communautés communaute", "gouvernement gouvernements", "ouvert ouverte ouverts ouvertes",
		"premier première premiers premières", "financier financière", "particulier particulière", "huitième huitieme",
		"œuvre oeuvre œuvres", "clé clés cle cles", "dépôt depot dépôts", "décision décisions", "code codes", "réseau réseaux",
		"jeu jeux", "capital capitaux", "régional régionaux", "contributeur contributeurs contributrice contributrices",
	},
	"en": {
		"licence license licences licenses", "organization organisation organizations organisations", "policy policies",
		"organize organise organized organised organizing", "colour color colours", "behaviour behavior", "centre center centres",
		"status statuses", "process processes", "branch branches", "repository repositories", "community communities",
		"defence defense", "résumé resume résumés", "test tests testing tested", "decision decisions", "licensed licenced",
		"analyse analyze analysed analyzing",
	},
}

func TestWordsOfOneFamilyHaveOneStem(t *testing.T) {
	for tag, list := range families {
		for _, family := range list {
			stems := make(map[string]bool)
			Words([]byte(family), func(_, _ int, folded []byte) { stems[AnalyserFor(tag).Stem(string(folded))] = true })
			if len(stems) != 1 {
				t.Errorf("%s: %s: stems %v", tag, family, stems)
			}
		}
	}
}
