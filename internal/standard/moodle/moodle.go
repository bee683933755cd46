// Package moodle writes questions as Moodle imports them: Moodle XML, which holds all of a question, and GIFT, which
// people can read and write by hand.
//
// Words: a question has a type of Moodle's own ([Type]); a fraction is the share of the mark that an answer is worth,
// in per cent; a category is a path of names. Neither format has a schema: what is written is what the importers of
// Moodle ask for (question/format/xml/format.php, question/format/gift/format.php).
//
// Invariants: the same questions give the same bytes; every text comes back from the importer as it was given, but for
// white space at its ends.
package moodle

import (
	"encoding/base64"
	"strconv"
	"strings"

	"atelier/internal/standard/xmldoc"
)

// Type is a question type.
type Type string

// The types that are written: those that every Moodle has.
const (
	MultiChoice Type = "multichoice"
	ShortAnswer Type = "shortanswer"
	Numerical   Type = "numerical"
	Matching    Type = "matching"
	Essay       Type = "essay"
	Description Type = "description" // a text between questions
)

// Question is one question. Texts are HTML where nothing else is said.
type Question struct {
	Type       Type
	IDNumber   string // unique in its category
	Name       string // plain text
	Text       string
	General    string // general feedback
	Tags       []string
	Single     bool // of a multiple choice: one answer can be given
	Answers    []Answer
	Pairs      []Pair
	Unit       string  // plain text, of a number
	Graderinfo string  // of an essay: what helps to mark it
	Mark       float64 // default mark
	Files      []File  // shown as "@@PLUGINFILE@@/NAME"
}

// Answer is an answer that is foreseen.
type Answer struct {
	Text      string // HTML of a multiple choice; else plain text
	Fraction  float64
	Feedback  string
	Tolerance float64 // of a number
}

// Pair is a line of a matching question.
type Pair struct {
	Text    string
	Partner string // plain text
}

// File is a file inside a question.
type File struct {
	Name string
	Data []byte
}

// Category is a path of categories with its questions.
type Category struct {
	Path      []string // from the course down
	Questions []Question
}

// path is a category as the importers name it: "$course$" is the course it is imported into, a slash in a name is
// doubled.
func (c Category) path() string {
	out := "$course$/top"
	for _, name := range c.Path {
		out += "/" + strings.ReplaceAll(strings.Join(strings.Fields(name), " "), "/", "//")
	}
	return out
}

// number is a fraction or a mark as Moodle exports it: at most five decimals.
func number(f float64) string {
	s := strconv.FormatFloat(f, 'f', 5, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// parsed is the number an answer is; Moodle's files have the decimal point.
func parsed(s string) float64 {
	f, _ := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return f
}

// exact is a number with all its digits.
func exact(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// XML is categories with their questions as Moodle XML.
func XML(categories []Category) []byte {
	d := xmldoc.New()
	d.Open("quiz").Line()
	for _, c := range categories {
		d.In("question", func() {
			d.In("category", func() { d.Leaf("text", c.path()) })
		}, "type", "category").Line()
		for i := range c.Questions {
			c.Questions[i].xml(d)
		}
	}
	return d.Close().Line().Bytes()
}

func (q *Question) xml(d *xmldoc.Doc) {
	d.In("question", func() {
		d.Line().In("name", func() { d.Leaf("text", q.Name) }).Line()
		q.html(d, "questiontext", q.Text)
		q.html(d, "generalfeedback", q.General)
		d.Leaf("defaultgrade", number(q.Mark)).Leaf("penalty", "0.3333333").Leaf("hidden", "0").Leaf("idnumber", q.IDNumber).Line()
		switch q.Type {
		case MultiChoice:
			d.Leaf("single", strconv.FormatBool(q.Single)).Leaf("shuffleanswers", "false").Leaf("answernumbering", "abc").Line()
			q.answers(d)
		case ShortAnswer:
			d.Leaf("usecase", "0").Line()
			q.answers(d)
		case Numerical:
			q.answers(d)
			q.units(d)
		case Matching:
			d.Leaf("shuffleanswers", "true").Line()
			q.pairs(d)
		case Essay:
			d.Leaf("responseformat", "editor").Leaf("responserequired", "1").Leaf("responsefieldlines", "10").Leaf("attachments", "0").Line()
			q.html(d, "graderinfo", q.Graderinfo)
			q.html(d, "responsetemplate", "")
		}
		if len(q.Tags) > 0 {
			d.In("tags", func() {
				for _, t := range q.Tags {
					d.In("tag", func() { d.Leaf("text", t) })
				}
			}).Line()
		}
	}, "type", string(q.Type)).Line()
}

// html writes a text with the files it shows.
func (q *Question) html(d *xmldoc.Doc, name, text string) {
	d.In(name, func() { q.inside(d, text) }, "format", "html").Line()
}

func (q *Question) inside(d *xmldoc.Doc, text string) {
	d.In("text", func() { d.CDATA(text) })
	for _, f := range q.Files {
		if strings.Contains(text, "@@PLUGINFILE@@/"+f.Name) {
			d.Leaf("file", base64.StdEncoding.EncodeToString(f.Data), "name", f.Name, "path", "/", "encoding", "base64")
		}
	}
}

func (q *Question) answers(d *xmldoc.Doc) {
	for _, a := range q.Answers {
		format := "plain_text"
		if q.Type == MultiChoice {
			format = "html"
		}
		d.In("answer", func() {
			if format == "html" {
				q.inside(d, a.Text)
			} else {
				d.Leaf("text", a.Text)
			}
			if q.Type == Numerical {
				d.Leaf("tolerance", exact(a.Tolerance))
			}
			d.In("feedback", func() { q.inside(d, a.Feedback) }, "format", "html")
		}, "fraction", number(a.Fraction), "format", format).Line()
	}
}

// units lets the unit stand after the number or not: it is in the text of the question.
func (q *Question) units(d *xmldoc.Doc) {
	if q.Unit != "" {
		d.In("units", func() {
			d.In("unit", func() { d.Leaf("multiplier", "1").Leaf("unit_name", q.Unit) })
		}).Line()
		d.Leaf("unitgradingtype", "0").Leaf("showunits", "0").Leaf("unitsleft", "0").Line()
		return
	}
	d.Leaf("unitgradingtype", "0").Leaf("showunits", "3").Line()
}

func (q *Question) pairs(d *xmldoc.Doc) {
	for _, p := range q.Pairs {
		d.In("subquestion", func() {
			q.inside(d, p.Text)
			d.In("answer", func() { d.Leaf("text", p.Partner) })
		}, "format", "html").Line()
	}
}
