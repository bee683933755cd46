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

// edition is one form in which a course comes out.
type edition struct {
	name string // as it stands in Options.Only, and the name of its folder
	// outputs are the files it will write, known before any is written. The web
	// edition points to them.
	outputs func(c *course.Course) []Output
	// make writes the files through the maker; it stops when the context ends. It is
	// nil for the editions whose pages are drawn together (web_build.go).
	make func(ctx context.Context, m *maker) error
}

// The names of editions that other parts of the program speak of.
const (
	EditionWeb  = "web"
	EditionText = "text"
)

// editions are all that Build can make, in the order in which people are told of
// them. (They are listed in init, because packages hold pages, and a page speaks of
// every edition.)
var editions []edition

func init() {
	editions = []edition{
		{name: EditionWeb, outputs: func(*course.Course) []Output { return nil }},
		{name: EditionText, outputs: textOutputs},
		htmlEdition,
		epubEdition,
		xliffEdition,
		dataEdition,
		pdfEdition,
		scorm12Edition,
		scorm2004Edition,
		cmi5Edition,
		cartridgeEdition,
		qtiEdition,
		olxEdition,
	}
}

// Editions is every edition that Build can make.
func Editions() []string {
	out := make([]string, len(editions))
	for i, e := range editions {
		out[i] = e.name
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

// withBank are the editions made for institutions: whoever runs the assessment in
// another system needs its bank.
var withBank = []string{"scorm12", "scorm2004", "cmi5", "cartridge", "qti", "olx"}

// files are the outputs of an edition of a course.
func (e edition) files(c *course.Course) []Output {
	out := e.outputs(c)
	if slices.Contains(withBank, e.name) && len(c.Bank()) > 0 {
		for i := range out {
			out[i].Bank = true
		}
	}
	return out
}

// Outputs are the files that the named editions of a course will have; all
// editions when none is named.
func Outputs(c *course.Course, only ...string) []Output {
	var out []Output
	for _, e := range editions {
		if len(only) == 0 || slices.Contains(only, e.name) {
			out = append(out, e.files(c)...)
		}
	}
	return out
}

// outputPath is where a file of an edition stands. The part and the language are
// left out when empty.
func outputPath(c *course.Course, edition, part string, tag lang.Tag, ending string) string {
	name := c.Key
	for _, more := range []string{part, string(tag)} {
		if more != "" {
			name += "-" + more
		}
	}
	return edition + "/" + name + "." + ending
}

// perLanguage is one file a language of an edition that has no others.
func perLanguage(edition, ending string) func(*course.Course) []Output {
	return func(c *course.Course) []Output {
		var out []Output
		for _, tag := range c.Tags() {
			out = append(out, Output{Edition: edition, Path: outputPath(c, edition, "", tag, ending), Tag: tag, Name: edition})
		}
		return out
	}
}

// maker is what an edition is made with. It may be used by several goroutines.
type maker struct {
	*builder
	edition string
	web     *Web // the pages of the web edition, addressed as files

	losses struct {
		sync.Mutex
		list []Loss
	}
}

// create opens a file; its path begins with the folder of the edition, as in
// Output.Path.
func (m *maker) create(path string) (io.WriteCloser, error) {
	if !strings.HasPrefix(path, m.edition+"/") {
		return nil, errors.New("publish: " + path + " is outside of the edition " + m.edition)
	}
	return m.builder.create(path)
}

// put writes one whole file.
func (m *maker) put(path string, data []byte) error {
	f, err := m.create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// stream writes one file as it is made.
func (m *maker) stream(path string, write func(io.Writer) error) error {
	f, err := m.create(path)
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
func (l Loss) Say(face lang.Tag) string { return say(face, "loss."+l.Code, l.Args) }

// lose notes a loss. The same one is noted once.
func (m *maker) lose(l Loss) {
	m.losses.Lock()
	defer m.losses.Unlock()
	m.losses.list = append(m.losses.list, l)
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
func (m *maker) report() error {
	r := Report{Edition: m.edition, Losses: []ReportEntry{}}
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
	return m.put(m.edition+"/"+ReportFile, out.Bytes())
}

func (e ReportEntry) key() string {
	return strings.Join([]string{e.Page, string(e.Passage), string(e.Lang), e.Code, e.What[lang.English]}, "\x00")
}

// OutputAt is the file of an edition at a path below the editions, also where the course, having changed since, has none
// there any more; false where no edition has such a path.
func OutputAt(c *course.Course, path string) (Output, bool) {
	for _, o := range Outputs(c) {
		if o.Path == path {
			return o, true
		}
	}
	name, file, _ := strings.Cut(path, "/")
	if !slices.Contains(Editions(), name) || file == "" || file == ReportFile {
		return Output{}, false
	}
	return Output{Edition: name, Path: path, Name: name, Part: file, Bank: slices.Contains(withBank, name)}, true
}

// Say is what people call a file, in an interface language.
func (o Output) Say(face lang.Tag) string {
	if !words.Has(face, "format."+o.Name) {
		return say(face, "edition."+o.Edition)
	}
	return say(face, "format."+o.Name)
}
