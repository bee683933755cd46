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
	w.open("lom", "xmlns", "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1")
	w.open("general")
	l.strings12(w, "title", l.Title)
	w.open("catalogentry")
	w.leaf("catalog", "URI")
	l.strings12(w, "entry", []String{{"x-none", l.Identifier}})
	w.close()
	for _, tag := range l.Languages {
		w.leaf("language", tag)
	}
	l.strings12(w, "description", l.Description)
	for _, k := range l.Keywords {
		l.strings12(w, "keyword", k)
	}
	w.close()
	w.open("lifecycle")
	l.strings12(w, "version", []String{{"x-none", l.version()}})
	l.value12(w, "status", "Final")
	w.close()
	w.open("metametadata")
	w.leaf("metadatascheme", "ADL SCORM 1.2")
	w.close()
	w.open("technical")
	w.leaf("format", "text/html")
	w.leaf("location", "index.html", "type", "URI")
	w.close()
	if l.Minutes > 0 {
		w.open("educational")
		w.open("typicallearningtime")
		w.leaf("datetime", l.duration())
		w.close()
		w.close()
	}
	w.open("rights")
	l.value12(w, "cost", "no")
	l.value12(w, "copyrightandotherrestrictions", "yes")
	l.strings12(w, "description", l.Rights)
	w.close()
	w.close()
}

func (l LOM) strings12(w *writer, name string, list []String) {
	if len(list) == 0 {
		return
	}
	w.open(name)
	for _, s := range list {
		w.leaf("langstring", s.Text, "xml:lang", s.Language)
	}
	w.close()
}

// value12 is a value of the vocabulary of LOM.
func (l LOM) value12(w *writer, name, value string) {
	w.open(name)
	l.strings12(w, "source", []String{{"x-none", "LOMv1.0"}})
	l.strings12(w, "value", []String{{"x-none", value}})
	w.close()
}

// XML is the metadata by itself, in the binding of IEEE 1484.12.3 that SCORM 2004 uses.
func (l LOM) XML() []byte {
	w := newWriter()
	w.open("lom", "xmlns", "http://ltsc.ieee.org/xsd/LOM")
	w.open("general")
	l.identifier(w)
	l.strings(w, "title", l.Title)
	for _, tag := range l.Languages {
		w.leaf("language", tag)
	}
	l.strings(w, "description", l.Description)
	for _, k := range l.Keywords {
		l.strings(w, "keyword", k)
	}
	w.close()
	w.open("lifeCycle")
	w.open("version")
	w.leaf("string", l.version())
	w.close()
	l.value(w, "status", "final")
	w.close()
	w.open("metaMetadata")
	l.identifier(w)
	w.leaf("metadataSchema", "LOMv1.0")
	w.leaf("metadataSchema", "ADLv1.0")
	w.close()
	w.open("technical")
	w.leaf("format", "text/html")
	w.close()
	if l.Minutes > 0 {
		w.open("educational")
		w.open("typicalLearningTime")
		w.leaf("duration", l.duration())
		w.close()
		w.close()
	}
	w.open("rights")
	l.value(w, "cost", "no")
	l.value(w, "copyrightAndOtherRestrictions", "yes")
	l.strings(w, "description", l.Rights)
	w.close()
	w.close()
	return w.bytes()
}

func (l LOM) identifier(w *writer) {
	w.open("identifier")
	w.leaf("catalog", "URI")
	w.leaf("entry", l.Identifier)
	w.close()
}

func (l LOM) strings(w *writer, name string, list []String) {
	if len(list) == 0 {
		return
	}
	w.open(name)
	for _, s := range list {
		w.leaf("string", s.Text, "language", s.Language)
	}
	w.close()
}

func (l LOM) value(w *writer, name, value string) {
	w.open(name)
	w.leaf("source", "LOMv1.0")
	w.leaf("value", value)
	w.close()
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
