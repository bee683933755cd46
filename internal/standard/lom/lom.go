// Package lom writes learning object metadata: IEEE 1484.12.1-2002 in the XML of IEEE 1484.12.3-2005, for catalogues of
// learning resources. Elements stand in the order of the nine categories. (Packages of learning systems carry a smaller
// record of their own, as their specifications ask.)
package lom

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
)

// Text is a text in a language, BCP 47.
type Text struct{ Language, Value string }

// Record is what is said of one resource.
type Record struct {
	Identifier  string // 1.1: an IRI
	Title       []Text // 1.2
	Languages   []string
	Description []Text
	Keywords    [][]Text // 1.5, each in its languages
	Version     []Text   // 2.1
	Metadata    string   // 3.4: language of this record
	Formats     []string // 4.1: media types
	Kinds       []string // 5.2, of the vocabulary of LOM 1.0: "narrative text", "questionnaire" …
	Context     string   // 5.6, likewise: "training"
	Minutes     int      // 5.9; 0 says nothing
	Rights      []Text   // 6.3
	Relations   []Relation
	Objectives  [][]Text // 9, purpose "educational objective"
}

// Relation is another resource (7).
type Relation struct {
	Kind        string // of the vocabulary: "haspart", "references" …
	Identifier  string
	Description []Text
}

// Write is the record as XML.
func Write(r Record) []byte {
	w := &writer{}
	w.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	w.line(`<lom xmlns="http://ltsc.ieee.org/xsd/LOM">`)
	w.general(r)
	if len(r.Version) > 0 {
		w.line("<lifeCycle>")
		w.texts("version", r.Version)
		w.line("</lifeCycle>")
	}
	w.line("<metaMetadata><metadataSchema>LOMv1.0</metadataSchema>" + leaf("language", r.Metadata) + "</metaMetadata>")
	w.line("<technical>")
	for _, f := range r.Formats {
		w.line(leaf("format", f))
	}
	w.line("</technical>")
	w.educational(r)
	w.line("<rights>")
	w.value("cost", "no")
	w.value("copyrightAndOtherRestrictions", "yes")
	w.texts("description", r.Rights)
	w.line("</rights>")
	for _, rel := range r.Relations {
		w.line("<relation>")
		w.value("kind", rel.Kind)
		w.line("<resource><identifier>" + leaf("catalog", "URI") + leaf("entry", rel.Identifier) + "</identifier>")
		w.texts("description", rel.Description)
		w.line("</resource></relation>")
	}
	for _, o := range r.Objectives {
		w.line("<classification>")
		w.value("purpose", "educational objective")
		w.texts("description", o)
		w.line("</classification>")
	}
	w.line("</lom>")
	return w.Bytes()
}

type writer struct{ bytes.Buffer }

func (w *writer) line(s string) { w.WriteString(s + "\n") }

func leaf(name, value string) string {
	if value == "" {
		return ""
	}
	return "<" + name + ">" + escape(value) + "</" + name + ">"
}

func (w *writer) texts(name string, list []Text) {
	if len(list) == 0 {
		return
	}
	w.WriteString("<" + name + ">")
	for _, t := range list {
		w.WriteString(`<string language="` + escape(t.Language) + `">` + escape(t.Value) + "</string>")
	}
	w.line("</" + name + ">")
}

// value is a word of the vocabulary of LOM 1.0.
func (w *writer) value(name, value string) {
	if value != "" {
		w.line("<" + name + "><source>LOMv1.0</source><value>" + escape(value) + "</value></" + name + ">")
	}
}

func (w *writer) general(r Record) {
	w.line("<general>")
	w.line("<identifier>" + leaf("catalog", "URI") + leaf("entry", r.Identifier) + "</identifier>")
	w.texts("title", r.Title)
	for _, l := range r.Languages {
		w.line(leaf("language", l))
	}
	w.texts("description", r.Description)
	for _, k := range r.Keywords {
		w.texts("keyword", k)
	}
	w.line("</general>")
}

func (w *writer) educational(r Record) {
	w.line("<educational>")
	for _, k := range r.Kinds {
		w.value("learningResourceType", k)
	}
	w.value("intendedEndUserRole", "learner")
	w.value("context", r.Context)
	if r.Minutes > 0 {
		w.line("<typicalLearningTime><duration>PT" + strconv.Itoa(r.Minutes/60) + "H" + strconv.Itoa(r.Minutes%60) + "M</duration></typicalLearningTime>")
	}
	w.line("</educational>")
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}
