package check

import (
	"strings"
	"unicode"

	"atelier/internal/base/lang"
)

// WCAG 2.2, 3.1.2: English terms of the trade that French has a word for, or that must be marked.
var foreignTerm = &Rule{
	ID: "foreign-term", Level: Warning,
	Title:  text("A foreign term is marked, or replaced", "Un terme étranger est marqué, ou remplacé"),
	Says:   text("“{phrase}” stands unmarked in “{words}”.", "« {phrase} » figure sans marque dans « {words} »."),
	Why:    text("A voice mispronounces it, and readers who do not know the other language are lost.", "Une voix le prononce mal, et qui ne connaît pas l’autre langue s’y perd."),
	Source: text("WCAG 2.2, success criterion 3.1.2; Office québécois de la langue française, recommended terms", "WCAG 2.2, critère de succès 3.1.2; Office québécois de la langue française, termes recommandés"),
	Advice: text("Write “{instead}”, or mark the term: [term]{lang=…}.", "Écrivez « {instead} », ou marquez le terme : [terme]{lang=…}."),
	Only:   bothWorded,
	words: func() []entry {
		f, e := lang.French, lang.English
		return []entry{
			{f, "open source", "logiciel ouvert"}, {f, "open-source", "logiciel ouvert"}, {f, "open data", "données ouvertes"},
			{f, "big data", "mégadonnées"}, {f, "vendor lock-in", "dépendance envers un fournisseur"}, {f, "lock-in", "dépendance"},
			{f, "software", "logiciel"}, {f, "pull request|requests", "demande de fusion"}, {f, "machine learning", "apprentissage automatique"},
			{f, "cloud", "infonuagique"}, {f, "workflow", "flux de travail"}, {f, "framework", "cadre d’applications"},
			{f, "roadmap", "feuille de route"}, {f, "best practices", "pratiques exemplaires"}, {f, "know-how", "savoir-faire"},
			{f, "user-friendly", "convivial"}, {f, "streaming", "diffusion en continu"}, {f, "bug|bugs", "bogue"},
			{f, "backup|backups", "sauvegarde"}, {f, "newsletter", "infolettre"}, {f, "webinar", "webinaire"},
			{e, "logiciel|logiciels libre|libres", "open source software"}, {e, "logiciels|logiciel ouverts|ouvert", "open source software"},
			{e, "appel d’offres", "call for tenders"}, {e, "cahier des charges", "specification"}, {e, "données ouvertes", "open data"},
			{e, "gouvernement ouvert", "open government"}, {e, "droit d’auteur", "copyright"}, {e, "savoir-faire", "know-how"},
			{e, "fonction publique", "public service"}, {e, "mise en commun", "pooling"},
		}
	},
	keep: func(p *pass, pc *Piece, start, end int) bool {
		if pc.Kind == pieceYAML && strings.ContainsRune("«“\u00a0", lastRune(pc.Text[:start])) {
			return false // YAML has no mark for it; the quotation marks say that the term is spoken of
		}
		return !p.index.terms[pc.Tag][strings.ToLower(pc.Text[start:end])] && !properName(pc, start)
	},
}

// properName says whether a phrase is capitalised inside a sentence.
func properName(pc *Piece, start int) bool {
	return start > 0 && unicode.IsUpper(decode(pc.Text[start:])) && !strings.HasSuffix(strings.TrimRight(pc.Text[:start], " «“\u00a0"), ".")
}
