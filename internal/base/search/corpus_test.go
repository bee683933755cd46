package search

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The test corpus is made of roots and endings, so that it has every form that
// the stemmers have a rule for, and of sentences written for it.
var corpusRoots = map[string]string{
	"fr": `organis logiciel ouvert gouvern public administr communaut licenc contribut gestion décid financ budgét minist
	citoyen donné sécurit code source projet program dévelop fourniss achet march contrat partag réutilis transpar souverain
	innov numér serv ressourc politiqu stratég évalu mesur risqu dépend vulnérab correct mis jour dépôt auteur droit propriét
	intellectuel adapt traduct langu françai anglai autochton région province fédér municip territoir équip compétenc form
	apprentiss modul leçon exerc question répons œuvr cœur naï maïs Noël aigu forêt hôpital août préféren particul considér
	huit deux actionn raisonn mol fol prin sage égal canal journ bur trav mor`,
	"en": `organiz organis software open govern public administr commun licens licenc contribut manag decid financ budget
	minist citizen dat secur cod sourc project program develop suppl purchas market contract shar reus transpar sovereign
	innov digit serv resourc polic strateg evaluat measur risk depend vulnerab correct updat repositor auth right propert
	intellectual adapt translat languag french english indigen region provinc feder municip territor team skill train
	learn modul lesson exercis question answer color colour behavior behaviour centr center defens defenc analys stat
	rat relat condition hop fil fail hiss tan fall siz agre feed plaster control roll happ sk cr fl`,
}

var corpusEndings = map[string]string{
	"fr": `_ e s es é ée és ées er ez ent ant ants ons ait aient issement issements issant ement ements ivement ificatrice
	ificateur icatrice icateur atrice atrices ateur ateurs trice trices teur ième ièmes teuse euse euses eux ère ères ière
	ières ier iers ive ives if ifs elle nnelle nnelles nnel nnels ète ètes ique iques esse inage isation isations
	ualisation isateur ation ations ition itions ie ies al aux eau eaux il ails age ages isme iste eur eurs`,
	"en": `_ s es ies y e ed ing er ers eed ational tional enci ence ance izer abli alli entli eli ousli ization isation
	ations ation ator alism iveness fulness ousness aliti iviti biliti icate ative alize iciti ical ness ful al ant ent
	ement ment ion sion tion ism ate iti ous ive ize ise ised ising ly ility able ible sses ss us uses ying yed our ours`,
}

// corpusWords gives every root with every ending, as typed.
func corpusWords(tag string) []string {
	var out []string
	for _, root := range strings.Fields(corpusRoots[tag]) {
		for _, ending := range strings.Fields(corpusEndings[tag]) {
			out = append(out, root+strings.TrimPrefix(ending, "_"))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var corpusSentences = map[string][]string{
	"fr": {
		"L’ordinateur de l'État exécute un logiciel qu’on n’a pas écrit.",
		"Les données ouvertes du gouvernement sont publiées sous une licence ouverte.",
		"Un dépôt public garde l’historique du code source et des décisions.",
		"Aujourd’hui, la mise à jour de sécurité arrive en 24 heures; l’OR et les TI suivent.",
		"Les travaux des communautés s’étendent aux journaux, aux bureaux et aux œuvres d’art.",
		"ᐃᓄᒃᑎᑐᑦ est une langue officielle au Nunavut, 漢字かな aussi peu 🙂 qu’ailleurs.",
		"Une « vérification des connaissances » ferme chaque module <à la fin> & l’ouvre.",
	},
	"en": {
		"The government's software isn't written by the people who run it.",
		"Open data is published under an open licence that anyone can read.",
		"A public repository keeps the history of the source code and of decisions.",
		"The IT department decides; it is not an OR question. Résumé, naïve, Zoë’s café.",
		"Communities organize, organise and reuse; their policies protect colour and behaviour.",
		"ᐃᓄᒃᑎᑐᑦ is an official language of Nunavut, 漢字かな is not 🙂 here.",
		"A \"knowledge check\" ends each module <at the end> & \\ opens the next.",
	},
}

// corpusDocuments makes passages of a course: pages of about ten passages of
// twenty to ninety words, the common words in between as a language has them.
func corpusDocuments(tag string, pages int) []Document {
	r := rand.New(rand.NewPCG(1, 2))
	words := corpusWords(tag)
	common := AnalyserFor(tag).commonWords()
	text := func(n int) string {
		var out []string
		for range n {
			if r.IntN(2) == 0 && len(common) > 0 {
				out = append(out, common[r.IntN(len(common))])
			} else {
				at := r.Float64()
				out = append(out, words[int(at*at*at*float64(len(words)))])
			}
		}
		return strings.Join(out, " ") + "."
	}
	var docs []Document
	for page := range pages {
		title, heading := text(4), ""
		for passage := range 10 {
			if passage%4 == 0 {
				heading = text(3)
			}
			body := text(20 + r.IntN(70))
			if r.IntN(3) == 0 {
				sentences := corpusSentences[tag]
				body = sentences[r.IntN(len(sentences))] + " " + body
			}
			docs = append(docs, Document{
				Address: fmt.Sprintf("%s/lesson-%d/", tag, page), Title: title, Heading: heading,
				Passage: fmt.Sprintf("p%d-%d", page, passage), Kind: "lesson", Text: body,
			})
		}
	}
	return docs
}

func corpusIndex(tag string, pages int) *Index {
	return buildIndex(tag, corpusDocuments(tag, pages))
}

// corpusQueries makes what people type: forms, without accents, misspelt, cut,
// several words, elided, and what nobody should.
func corpusQueries(tag string) []string {
	r := rand.New(rand.NewPCG(3, 4))
	words := corpusWords(tag)
	any := func() string { return words[r.IntN(len(words))] }
	queries := []string{
		"", " ", "'", "’", "l’", "l'ordinateur", "qu’on", "d’état", "L'ÉTAT", "IT", "it", "or", "OR", "the", "le", "aujourd'hui",
		"government’s", "isn't", "😀", "🙂 logiciel", "ᐃᓄᒃᑎᑐᑦ", "ᐃᓄ", "ᐃᓄᒃᑎᑐᑦᑦ", "漢字", "漢", "かな", "œuvre", "oeuvre", "OEUVRES",
		"naïve", "nai\u0308ve", "nai\u00adve", "e\u0301tat", "<script>", `"quotes" \ and`, "a\u0000b", "24", "24 heures",
		strings.Repeat("logiciel ", 1200), strings.Repeat("y", 10240), strings.Repeat("é", 5120), strings.Repeat("open data ", 1000),
		"the licence of the government", "les données du gouvernement", "zzzzqqqq", "zzzzqqqq data données", "İstanbul ΆΛΦΑ Ωmega ς",
	}
	for range 90 {
		w := any()
		runes := []rune(w)
		at := r.IntN(len(runes))
		queries = append(queries,
			w, unaccented(w), strings.ToUpper(w), "l’"+w, w+"s",
			any()+" "+any(), any()+" "+any()+" "+any(),
			string(runes[:1+at]), any()+" "+string(runes[:1+at]),
			string(slices.Delete(slices.Clone(runes), at, at+1)),
			string(slices.Insert(slices.Clone(runes), at, 'q')),
		)
	}
	return queries
}

func unaccented(word string) string {
	return strings.NewReplacer("é", "e", "è", "e", "ê", "e", "ë", "e", "à", "a", "â", "a", "ç", "c", "î", "i", "ï", "i",
		"ô", "o", "û", "u", "ù", "u", "œ", "oe", "É", "E").Replace(word)
}

// courseTexts gives the words of the shipped course in a language, none when it
// is not there.
func courseTexts(t *testing.T, tag string) []string {
	var out []string
	root := filepath.Join("..", "..", "..", "courses")
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "."+tag+".md") {
			return nil
		}
		text, err := os.ReadFile(path)
		out = append(out, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
