// Package olx writes a course as Open edX imports it: the Open Learning XML of a course and its files.
//
// Words of the format: a course is made of chapters (what learners see as sections), a chapter of sequentials
// (subsections), a sequential of verticals (units), a vertical of components. A block is any of them; its url_name is
// its identity, so that a course imported again over itself keeps what learners did.
//
// There is no schema: what is written is what the importer of openedx-platform (xmodule) reads, with every block in a
// file of its own, and what olxcleaner finds nothing to say about.
package olx

import (
	"encoding/json"
	"slices"
	"strconv"

	"atelier/internal/standard/xmldoc"
)

// Course is a course run.
type Course struct {
	Org, Number, Run string // name it in the importer; the importer puts its own in their place
	Name             string
	Language         string // as Open edX names languages: "en", "fr-ca"
	Image            string // a file in static/, for lists of courses
	About            string // HTML of the page that presents the course
	Chapters         []Chapter
	Pass             float64 // share of the grade needed, 0 to 1
}

// Chapter is a section.
type Chapter struct {
	Block
	Sequentials []Sequential
}

// Sequential is a subsection. Format names its kind of graded work, one of the course's Formats; empty when it is not
// graded.
type Sequential struct {
	Block
	Format    string
	Verticals []Vertical
}

// Vertical is a unit.
type Vertical struct {
	Block
	Components []Component
}

// Block is what every block has.
type Block struct {
	URLName string // letters, digits, "-", "_" and "."
	Name    string // display_name
}

// Component is a part of a unit: HTML to read, or with Problem a problem to answer.
type Component struct {
	Block
	HTML     string
	Problem  string // fragment inside of <problem>
	Weight   float64
	Attempts int // 0 is as many as one likes
	Staff    bool
}

// File is a file of the course's archive, below its folder.
type File struct {
	Name string
	Data []byte
}

// Root is the folder of the archive in which the importer looks for the course.
const Root = "course/"

// A run is open from the one to the other until those who give it say otherwise: without a start the importer opens it
// in 2030, and olxcleaner asks for an end.
const always, never = "2020-01-01T00:00:00Z", "2099-12-31T00:00:00Z"

// Files is the course as files, without the static ones.
func (c *Course) Files() []File {
	w := writer{course: c}
	w.element("course.xml", "course", []string{"url_name", c.Run, "org", c.Org, "course", c.Number}, nil)
	w.element("course/"+c.Run+".xml", "course", []string{"display_name", c.Name, "language", c.Language, "self_paced", "true", "start", always, "end", never, "course_image", c.Image, "show_calculator", "false"}, func(d *xmldoc.Doc) {
		for _, x := range c.Chapters {
			d.Empty("chapter", "url_name", x.URLName).Line()
		}
	})
	for _, x := range c.Chapters {
		w.chapter(x)
	}
	w.file("about/overview.html", []byte(c.About))
	w.file("policies/assets.json", []byte("{}\n"))
	w.policies()
	return w.files
}

type writer struct {
	course *Course
	files  []File
}

func (w *writer) file(name string, data []byte) { w.files = append(w.files, File{name, data}) }

// element writes a file that holds one element, with each of its children on a line.
func (w *writer) element(name, element string, attributes []string, inside func(*xmldoc.Doc)) {
	d := &xmldoc.Doc{}
	d.Open(element, attributes...)
	if inside != nil {
		inside(d.Line())
	}
	w.file(name, d.Close().Line().Bytes())
}

func (w *writer) chapter(x Chapter) {
	w.element("chapter/"+x.URLName+".xml", "chapter", []string{"display_name", x.Name}, func(d *xmldoc.Doc) {
		for _, s := range x.Sequentials {
			d.Empty("sequential", "url_name", s.URLName).Line()
		}
	})
	for _, s := range x.Sequentials {
		graded := ""
		if s.Format != "" {
			graded = "true"
		}
		w.element("sequential/"+s.URLName+".xml", "sequential", []string{"display_name", s.Name, "format", s.Format, "graded", graded}, func(d *xmldoc.Doc) {
			for _, v := range s.Verticals {
				d.Empty("vertical", "url_name", v.URLName).Line()
			}
		})
		for _, v := range s.Verticals {
			w.vertical(v)
		}
	}
}

func (w *writer) vertical(v Vertical) {
	w.element("vertical/"+v.URLName+".xml", "vertical", []string{"display_name", v.Name}, func(d *xmldoc.Doc) {
		for _, c := range v.Components {
			d.Empty(c.tag(), "url_name", c.URLName).Line()
		}
	})
	for _, c := range v.Components {
		staff := ""
		if c.Staff {
			staff = "true"
		}
		if c.Problem == "" {
			w.element("html/"+c.URLName+".xml", "html", []string{"filename", c.URLName, "display_name", c.Name, "visible_to_staff_only", staff}, nil)
			w.file("html/"+c.URLName+".html", []byte(c.HTML))
			continue
		}
		attempts := ""
		if c.Attempts > 0 {
			attempts = strconv.Itoa(c.Attempts)
		}
		w.element("problem/"+c.URLName+".xml", "problem", []string{
			"display_name", c.Name, "max_attempts", attempts, "weight", strconv.FormatFloat(c.Weight, 'f', -1, 64), "showanswer", "attempted", "rerandomize", "never",
		}, func(d *xmldoc.Doc) { d.Raw(c.Problem).Line() })
	}
}

func (c *Component) tag() string {
	if c.Problem == "" {
		return "html"
	}
	return "problem"
}

// formats are the kinds of graded work, in order of first use, with how many there are.
func (c *Course) formats() (names []string, count map[string]int) {
	count = map[string]int{}
	for _, x := range c.Chapters {
		for _, s := range x.Sequentials {
			if s.Format == "" {
				continue
			}
			if !slices.Contains(names, s.Format) {
				names = append(names, s.Format)
			}
			count[s.Format]++
		}
	}
	return names, count
}

// grader is a kind of graded work (grading_policy.json, GRADER).
type grader struct {
	Type      string  `json:"type"`
	Short     string  `json:"short_label"`
	MinCount  int     `json:"min_count"`
	DropCount int     `json:"drop_count"`
	Weight    float64 `json:"weight"`
}

// policies writes how the course is graded. Every kind of graded work weighs the same, the last one what is left.
func (w *writer) policies() {
	names, count := w.course.formats()
	graders, left := []grader{}, 100
	for i, name := range names {
		share := 100 / len(names)
		if i == len(names)-1 {
			share = left
		}
		left -= share
		graders = append(graders, grader{name, "", count[name], 0, float64(share) / 100})
	}
	grading := map[string]any{"GRADER": graders, "GRADE_CUTOFFS": map[string]float64{"Pass": w.course.Pass}}
	policy := map[string]any{"course/" + w.course.Run: map[string]any{
		"tabs": []map[string]string{
			{"name": "Course", "type": "courseware"}, {"name": "Progress", "type": "progress"},
		},
	}}
	folder := "policies/" + w.course.Run + "/"
	w.file(folder+"grading_policy.json", indented(grading))
	w.file(folder+"policy.json", indented(policy))
}

// indented is JSON for people, with sorted keys. What is given can always be written.
func indented(v any) []byte {
	out, _ := json.MarshalIndent(v, "", "  ")
	return append(out, '\n')
}
