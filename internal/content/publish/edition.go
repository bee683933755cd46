package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Edition is one form in which a course comes out.
type Edition struct {
	Name string // as it stands in Options.Only, and the name of its folder
	// Outputs are the files it will write, known before any is written. The web
	// edition points to them.
	Outputs func(c *course.Course) []Output
	// Make writes the files through the maker; it stops when the context ends. It is
	// nil for the editions whose pages are drawn together (web_build.go).
	Make func(ctx context.Context, m *Maker) error
	// Bank says that the files are for institutions: whoever runs the graded assessment in
	// another system needs its bank, and finds it in them.
	Bank bool
}

// The names of editions that other parts of the program speak of.
const (
	EditionWeb  = "web"
	EditionText = "text"
)

// Pages are the editions that are the pages of the course themselves: as a site, as plain text, as one document.
var Pages = Set{
	{Name: EditionWeb, Outputs: func(*course.Course) []Output { return nil }},
	{Name: EditionText, Outputs: textOutputs},
	htmlEdition,
}

// Set is editions that can be made, in the order in which people are told of them.
type Set []Edition

// Names is what the editions are called, in their order.
func (s Set) Names() []string {
	out := make([]string, len(s))
	for i, e := range s {
		out[i] = e.Name
	}
	return out
}

// Output is a file of an edition, as other parts of the program point to it.
type Output struct {
	Edition string
	Path    string   // below the folder of all editions: "epub/course-en.epub"
	Tag     lang.Tag // its language; empty when it holds all languages of the course
	// Name is what people call it, a key of the catalogue ("format.NAME"), and Part
	// the plain name of the part of the course it holds, in its language; empty for
	// the whole.
	Name, Part string
	// Bank says that the file holds the bank of the graded assessment: it is for the
	// institution that gives the assessment, and not for everyone.
	Bank bool
}

// files are the outputs of an edition of a course.
func (e Edition) files(c *course.Course) []Output {
	out := e.Outputs(c)
	if e.Bank && len(c.Bank()) > 0 {
		for i := range out {
			out[i].Bank = true
		}
	}
	return out
}

// Outputs are the files that the named editions of a course will have; all
// editions when none is named.
func (s Set) Outputs(c *course.Course, only ...string) []Output {
	var out []Output
	for _, e := range s {
		if len(only) == 0 || slices.Contains(only, e.Name) {
			out = append(out, e.files(c)...)
		}
	}
	return out
}

// OutputAt is the file of an edition at a path below the editions, also where the course, having changed since, has none
// there any more; false where no edition has such a path.
func (s Set) OutputAt(c *course.Course, path string) (Output, bool) {
	for _, o := range s.Outputs(c) {
		if o.Path == path {
			return o, true
		}
	}
	name, file, _ := strings.Cut(path, "/")
	i := slices.IndexFunc(s, func(e Edition) bool { return e.Name == name })
	if i < 0 || file == "" || file == ReportFile {
		return Output{}, false
	}
	return Output{Edition: name, Path: path, Name: name, Part: file, Bank: s[i].Bank}, true
}

// OutputPath is where a file of an edition stands. The part and the language are
// left out when empty.
func OutputPath(c *course.Course, edition, part string, tag lang.Tag, ending string) string {
	name := c.Key
	for _, more := range []string{part, string(tag)} {
		if more != "" {
			name += "-" + more
		}
	}
	return edition + "/" + name + "." + ending
}

// PerLanguage is one file a language of an edition that has no others.
func PerLanguage(edition, ending string) func(*course.Course) []Output {
	return func(c *course.Course) []Output {
		var out []Output
		for _, tag := range c.Tags() {
			out = append(out, Output{Edition: edition, Path: OutputPath(c, edition, "", tag, ending), Tag: tag, Name: edition})
		}
		return out
	}
}

// PackageTags are the languages of each package of a course: one for every language,
// and one of all where there are several, named by no language.
func PackageTags(c *course.Course) [][]lang.Tag {
	var out [][]lang.Tag
	for _, tag := range c.Tags() {
		out = append(out, []lang.Tag{tag})
	}
	if len(out) > 1 {
		out = append(out, c.Tags())
	}
	return out
}

// TagOf is the language that a package is named by; empty when it holds all.
func TagOf(tags []lang.Tag) lang.Tag {
	if len(tags) == 1 {
		return tags[0]
	}
	return ""
}

// Maker is what an edition is made with. It may be used by several goroutines.
type Maker struct {
	*builder
	Edition string
	Web     *Web // the pages of the web edition, addressed as files

	losses struct {
		sync.Mutex
		list []Loss
	}
}

// Create opens a file; its path begins with the folder of the edition, as in
// Output.Path.
func (m *Maker) Create(path string) (io.WriteCloser, error) {
	if !strings.HasPrefix(path, m.Edition+"/") {
		return nil, errors.New("publish: " + path + " is outside of the edition " + m.Edition)
	}
	return m.builder.create(path)
}

// Put writes one whole file.
func (m *Maker) Put(path string, data []byte) error {
	f, err := m.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// Stream writes one file as it is made.
func (m *Maker) Stream(path string, write func(io.Writer) error) error {
	f, err := m.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// Loss is something of the course that an edition does not carry as the web
// edition does. It is told in the report of the edition.
type Loss struct {
	Tag     lang.Tag  // language of the text; empty when it holds for all
	Page    string    // path of the page in the source; empty for the whole course
	Passage course.ID // empty for the whole page
	Code    string    // what is lost, a key of the catalogue ("loss.CODE")
	Args    lang.A
}

// Say tells a loss to a person.
func (l Loss) Say(face lang.Tag) string { return Say(face, "loss."+l.Code, l.Args) }

// Lose notes a loss. The same one is noted once.
func (m *Maker) Lose(l Loss) {
	m.losses.Lock()
	defer m.losses.Unlock()
	m.losses.list = append(m.losses.list, l)
}

// LoseBank tells that the bank of the graded assessment is kept back.
func (m *Maker) LoseBank() {
	if a := m.Course.Assessment; a != nil && len(m.Course.Bank()) > 0 {
		m.Lose(Loss{Page: a.Path, Code: "bank"})
	}
}

// Report is what report.json of an edition holds.
type Report struct {
	Edition string        `json:"edition"`
	Losses  []ReportEntry `json:"losses"`
}

// ReportEntry is a loss, as a person and as a program read it.
type ReportEntry struct {
	Lang    lang.Tag            `json:"lang,omitempty"`
	Page    string              `json:"page,omitempty"`
	Passage course.ID           `json:"passage,omitempty"`
	Code    string              `json:"code"`
	What    map[lang.Tag]string `json:"what"` // in the languages of the interface
}

// ReportFile is the name of an edition's report, in its folder.
const ReportFile = "report.json"

// report writes what the edition does not carry, in the order of page, passage and
// code, each loss once.
func (m *Maker) report() error {
	r := Report{Edition: m.Edition, Losses: []ReportEntry{}}
	for _, l := range m.losses.list {
		what := map[lang.Tag]string{lang.English: l.Say(lang.English), lang.French: l.Say(lang.French)}
		r.Losses = append(r.Losses, ReportEntry{l.Tag, l.Page, l.Passage, l.Code, what})
	}
	slices.SortFunc(r.Losses, func(a, b ReportEntry) int { return strings.Compare(a.key(), b.key()) })
	r.Losses = slices.CompactFunc(r.Losses, func(a, b ReportEntry) bool { return a.key() == b.key() })
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return err
	}
	return m.Put(m.Edition+"/"+ReportFile, out.Bytes())
}

func (e ReportEntry) key() string {
	return strings.Join([]string{e.Page, string(e.Passage), string(e.Lang), e.Code, e.What[lang.English]}, "\x00")
}

// Say is what people call a file, in an interface language.
func (o Output) Say(face lang.Tag) string {
	if !Words.Has(face, "format."+o.Name) {
		return Say(face, "edition."+o.Edition)
	}
	return Say(face, "format."+o.Name)
}
