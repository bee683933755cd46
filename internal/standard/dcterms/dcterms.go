// Package dcterms writes metadata as DCMI Metadata Terms (2020-01-20) in RDF/XML, for catalogues and repositories.
package dcterms

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// Record is what is said of one resource.
type Record struct {
	About       string // IRI
	Title       []Text
	Description []Text
	Creator     []Text // dc:creator, a name
	Audience    []Text
	Subject     []Text // dc:subject, words
	Rights      []Text
	Languages   []string // BCP 47
	License     string   // address; empty when there is none
	Type        string   // of the DCMI Type Vocabulary: "Collection"
	Formats     []string // media types
	Version     string
	Issued      string // day
	Source      string // IRI of the resource that it was made from; empty when there is none
	Parts       []Part
	References  []string // addresses of the works it relies on
}

// Text is a text in a language, BCP 47.
type Text struct{ Language, Value string }

// Part is a part of a resource.
type Part struct {
	About string // IRI
	Title []Text
}

// Write is the record as RDF/XML. Literals that the terms allow no literal for stand in the fifteen elements (dc:).
func Write(r Record) []byte {
	w := &writer{}
	w.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	w.line(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">`)
	w.line(`<rdf:Description rdf:about="` + escape(r.About) + `">`)
	w.texts("dcterms:title", r.Title)
	w.texts("dcterms:description", r.Description)
	w.texts("dc:creator", r.Creator)
	for _, a := range r.Audience {
		w.line(`<dcterms:audience><dcterms:AgentClass><rdfs:label xml:lang="` + escape(a.Language) + `">` + escape(a.Value) + `</rdfs:label></dcterms:AgentClass></dcterms:audience>`)
	}
	w.texts("dc:subject", r.Subject)
	w.texts("dc:rights", r.Rights)
	w.literal("dc:language", r.Languages...)
	w.literal("dc:format", r.Formats...)
	w.literal("dcterms:identifier", r.About)
	w.resource("dcterms:license", r.License)
	if r.Type != "" {
		w.resource("dcterms:type", "http://purl.org/dc/dcmitype/"+r.Type)
	}
	w.literal("dcterms:hasVersion", r.Version)
	if r.Issued != "" {
		w.line(`<dcterms:issued rdf:datatype="http://www.w3.org/2001/XMLSchema#date">` + escape(r.Issued) + "</dcterms:issued>")
	}
	w.resource("dcterms:source", r.Source)
	for _, p := range r.Parts {
		w.line(`<dcterms:hasPart><rdf:Description rdf:about="` + escape(p.About) + `">`)
		w.texts("dcterms:title", p.Title)
		w.line("</rdf:Description></dcterms:hasPart>")
	}
	for _, ref := range r.References {
		w.resource("dcterms:references", ref)
	}
	w.line("</rdf:Description>")
	w.line("</rdf:RDF>")
	return w.Bytes()
}

type writer struct{ bytes.Buffer }

func (w *writer) line(s string) { w.WriteString(s + "\n") }

func (w *writer) texts(name string, list []Text) {
	for _, t := range list {
		w.line("<" + name + ` xml:lang="` + escape(t.Language) + `">` + escape(t.Value) + "</" + name + ">")
	}
}

func (w *writer) literal(name string, list ...string) {
	for _, s := range list {
		if s != "" {
			w.line("<" + name + ">" + escape(s) + "</" + name + ">")
		}
	}
}

func (w *writer) resource(name, iri string) {
	if iri != "" {
		w.line("<" + name + ` rdf:resource="` + escape(iri) + `"/>`)
	}
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}
