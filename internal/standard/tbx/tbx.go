// Package tbx writes terminology as TBX (ISO 30042:2019) in the public dialect TBX-Basic, style DCA (data categories as
// attributes: ISO 30042, 5.3; TBX-Basic 1.2.1), which terminology and translation tools read.
//
// Words: an Entry is a concept; in each language it has a definition and terms.
package tbx

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// Status is how far a term may be used (TBX-Basic, administrativeStatus).
type Status string

// The statuses.
const (
	Preferred  Status = "preferredTerm-admn-sts"
	Admitted   Status = "admittedTerm-admn-sts"
	Deprecated Status = "deprecatedTerm-admn-sts"
)

// Base is a file of terms.
type Base struct {
	Language string // of the header, BCP 47
	Title    string
	Source   string // where the terms are from, in a sentence
	Entries  []Entry
}

// Entry is a concept (conceptEntry).
type Entry struct {
	ID        string // an XML name
	Languages []Language
}

// Language is a concept in one language (langSec).
type Language struct {
	Tag        string // BCP 47
	Definition string
	Sources    []string // of the definition
	Note       string
	Terms      []Term
}

// Term is a word for a concept (termSec).
type Term struct {
	Text    string
	Status  Status
	Variant bool // another form of the first term (termType: variant)
}

// Write is the base as a file.
func Write(b Base) []byte {
	w := &writer{}
	w.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	w.line(`<tbx type="TBX-Basic" style="dca" xml:lang="` + escape(b.Language) + `" xmlns="urn:iso:std:iso:30042:ed-2">`)
	w.line("<tbxHeader><fileDesc>")
	w.line("<titleStmt><title>" + escape(b.Title) + "</title></titleStmt>")
	w.line("<sourceDesc><p>" + escape(b.Source) + "</p></sourceDesc>")
	w.line("</fileDesc></tbxHeader>")
	w.line("<text><body>")
	for _, e := range b.Entries {
		w.line(`<conceptEntry id="` + escape(e.ID) + `">`)
		for _, l := range e.Languages {
			w.language(l)
		}
		w.line("</conceptEntry>")
	}
	w.line("</body></text>")
	w.line("</tbx>")
	return w.Bytes()
}

type writer struct{ bytes.Buffer }

func (w *writer) line(s string) { w.WriteString(s + "\n") }

func (w *writer) language(l Language) {
	if len(l.Terms) == 0 {
		return // a langSec has a term at least
	}
	w.line(`<langSec xml:lang="` + escape(l.Tag) + `">`)
	if l.Definition != "" {
		w.line(`<descripGrp><descrip type="definition">` + escape(l.Definition) + "</descrip>")
		for _, s := range l.Sources {
			w.line(`<admin type="source">` + escape(s) + "</admin>")
		}
		w.line("</descripGrp>")
	}
	if l.Note != "" {
		w.line("<note>" + escape(l.Note) + "</note>")
	}
	for _, t := range l.Terms {
		w.line("<termSec><term>" + escape(t.Text) + "</term>")
		w.line(`<termNote type="administrativeStatus">` + string(t.Status) + "</termNote>")
		if t.Variant {
			w.line(`<termNote type="termType">variant</termNote>`)
		}
		w.line("</termSec>")
	}
	w.line("</langSec>")
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}
