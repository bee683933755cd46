package check

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Rule is one thing the check knows. Exactly one of its readers is set, or words alone.
type Rule struct {
	ID     string
	Level  Level
	Title  lang.Text // the rule as a short sentence
	Says   lang.Text // the message; {blanks} are filled for each finding
	Why    lang.Text
	Source lang.Text
	Advice lang.Text
	// Only lists the base languages whose wording the rule knows. Empty: it holds for every language.
	Only []lang.Tag
	// Repairs says that the rule can offer a Repair.
	Repairs bool

	course   func(*pass)                                   // once
	module   func(*pass, *course.Module)                   // once a module
	page     func(*pass, *course.Page)                     // once a page, for all its languages
	doc      func(*pass, *Text)                            // once a page a language
	block    func(*pass, *Text, *course.Block)             // each block, containers too
	question func(*pass, *Text, *course.Question)          // each question
	piece    func(*pass, *Piece)                           // each string that people read
	words    func() []entry                                // phrases that are findings
	keep     func(p *pass, pc *Piece, start, end int) bool // which of those count; nil for all
}

// entry is a phrase of one language and what to write in its place. In a phrase, a|b|c at one word's place stands
// for each of them.
type entry struct {
	tag     lang.Tag
	phrase  string
	instead string
}

// text pairs the two languages of a sentence of a rule.
func text(en, fr string) lang.Text { return lang.Text{lang.English: en, lang.French: fr} }

// same is a text that is written alike in both languages.
func same(s string) lang.Text { return text(s, s) }

// wcag names a success criterion of WCAG 2.2.
func wcag(number string) lang.Text {
	return text("WCAG 2.2, success criterion "+number, "WCAG 2.2, critère de succès "+number)
}

// The sources that several rules stand on.
var (
	sourceFormat  = text("Atelier, the course source (docs/format/course.md)", "Atelier, la source d’un cours (docs/format/course.md)")
	sourceOQLF    = text("Office québécois de la langue française, usage of punctuation and spacing", "Office québécois de la langue française, usage de la ponctuation et des espacements")
	sourceOQLFLex = text("Office québécois de la langue française, recommended terms", "Office québécois de la langue française, termes recommandés")
	sourceCanada  = text("Canada.ca Content Style Guide", "Guide de rédaction du contenu du site Canada.ca")
	sourcePlain   = text("CAN-ASC-3.1:2025, Plain Language: a signal, never a gate", "CAN-ASC-3.1:2025, Langage clair : un signal, jamais une barrière")
	sourceTASL    = text("Creative Commons practice: title, author, source, licence", "Usage de Creative Commons : titre, auteur, source, licence")
	sourceItems   = text("Good practice in writing multiple-choice questions", "Bonnes pratiques de rédaction des questions à choix")
	sourceEqual   = text("Equal status of the official languages of Canada", "Égalité de statut des langues officielles du Canada")
)

// knows says whether the rule holds for texts in this language.
func (r *Rule) knows(tag lang.Tag) bool {
	if len(r.Only) == 0 || tag == "" {
		return true
	}
	for _, t := range r.Only {
		if t == tag.Base() {
			return true
		}
	}
	return false
}

var (
	onlyEnglish = []lang.Tag{lang.English}
	onlyFrench  = []lang.Tag{lang.French}
	bothWorded  = []lang.Tag{lang.English, lang.French}
)
