package scorm

import "strconv"

// LOM is the metadata of a course: the part of IEEE 1484.12.1 (LOM 1.0) that SCORM asks
// of a content aggregation (CAM 1.2 2.2.4.1; CAM 2004 4.4), and how long it takes.
type LOM struct {
	Identifier  string   // IRI of the course
	Title       []String // one a language
	Languages   []string // BCP 47
	Description []String
	Keywords    [][]String
	Version     string
	Minutes     int // typical learning time; 0 says nothing
	Rights      []String
}

// String is a text in a language, BCP 47.
type String struct{ Language, Text string }

// write12 follows the order of imsmd_rootv1p2p1.xsd.
func (l LOM) write12(w *writer) {
	w.Open("lom", "xmlns", "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1")
	w.Open("general")
	l.strings12(w, "title", l.Title)
	w.Open("catalogentry")
	w.Leaf("catalog", "URI")
	l.strings12(w, "entry", []String{{"x-none", l.Identifier}})
	w.Close()
	for _, tag := range l.Languages {
		w.Leaf("language", tag)
	}
	l.strings12(w, "description", l.Description)
	for _, k := range l.Keywords {
		l.strings12(w, "keyword", k)
	}
	w.Close()
	w.Open("lifecycle")
	l.strings12(w, "version", []String{{"x-none", l.version()}})
	l.value12(w, "status", "Final")
	w.Close()
	w.Open("metametadata")
	w.Leaf("metadatascheme", "ADL SCORM 1.2")
	w.Close()
	w.Open("technical")
	w.Leaf("format", "text/html")
	w.Leaf("location", "index.html", "type", "URI")
	w.Close()
	if l.Minutes > 0 {
		w.Open("educational")
		w.Open("typicallearningtime")
		w.Leaf("datetime", l.duration())
		w.Close()
		w.Close()
	}
	w.Open("rights")
	l.value12(w, "cost", "no")
	l.value12(w, "copyrightandotherrestrictions", "yes")
	l.strings12(w, "description", l.Rights)
	w.Close()
	w.Close()
}

func (l LOM) strings12(w *writer, name string, list []String) {
	if len(list) == 0 {
		return
	}
	w.Open(name)
	for _, s := range list {
		w.Leaf("langstring", s.Text, "xml:lang", s.Language)
	}
	w.Close()
}

// value12 is a value of the vocabulary of LOM.
func (l LOM) value12(w *writer, name, value string) {
	w.Open(name)
	l.strings12(w, "source", []String{{"x-none", "LOMv1.0"}})
	l.strings12(w, "value", []String{{"x-none", value}})
	w.Close()
}

// XML is the metadata by itself, in the binding of IEEE 1484.12.3 that SCORM 2004 uses.
func (l LOM) XML() []byte {
	w := newWriter()
	w.Open("lom", "xmlns", "http://ltsc.ieee.org/xsd/LOM")
	w.Open("general")
	l.identifier(w)
	l.strings(w, "title", l.Title)
	for _, tag := range l.Languages {
		w.Leaf("language", tag)
	}
	l.strings(w, "description", l.Description)
	for _, k := range l.Keywords {
		l.strings(w, "keyword", k)
	}
	w.Close()
	w.Open("lifeCycle")
	w.Open("version")
	w.Leaf("string", l.version())
	w.Close()
	l.value(w, "status", "final")
	w.Close()
	w.Open("metaMetadata")
	l.identifier(w)
	w.Leaf("metadataSchema", "LOMv1.0")
	w.Leaf("metadataSchema", "ADLv1.0")
	w.Close()
	w.Open("technical")
	w.Leaf("format", "text/html")
	w.Close()
	if l.Minutes > 0 {
		w.Open("educational")
		w.Open("typicalLearningTime")
		w.Leaf("duration", l.duration())
		w.Close()
		w.Close()
	}
	w.Open("rights")
	l.value(w, "cost", "no")
	l.value(w, "copyrightAndOtherRestrictions", "yes")
	l.strings(w, "description", l.Rights)
	w.Close()
	w.Close()
	return w.Bytes()
}

func (l LOM) identifier(w *writer) {
	w.Open("identifier")
	w.Leaf("catalog", "URI")
	w.Leaf("entry", l.Identifier)
	w.Close()
}

func (l LOM) strings(w *writer, name string, list []String) {
	if len(list) == 0 {
		return
	}
	w.Open(name)
	for _, s := range list {
		w.Leaf("string", s.Text, "language", s.Language)
	}
	w.Close()
}

func (l LOM) value(w *writer, name, value string) {
	w.Open(name)
	w.Leaf("source", "LOMv1.0")
	w.Leaf("value", value)
	w.Close()
}

func (l LOM) version() string {
	if l.Version == "" {
		return "1"
	}
	return l.Version
}

// duration is an ISO 8601 duration.
func (l LOM) duration() string {
	d := "PT"
	if h := l.Minutes / 60; h > 0 {
		d += strconv.Itoa(h) + "H"
	}
	if m := l.Minutes % 60; m > 0 || l.Minutes == 0 {
		d += strconv.Itoa(m) + "M"
	}
	return d
}
