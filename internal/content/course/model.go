// Package course loads a course from a folder of text into one value.
//
// A [Course] is made of pages; a [Page] has one [Doc] a language ([Page.Doc]) and a [Head], what navigation needs of
// it ([Page.Head]); a Doc is a tree of [Block], and the leaves of that tree, with the strings that hang on them and the strings of the YAML files, are the passages: the smallest
// things with an id ([Doc.Passages], [Course.Passages]). The format is docs/format/course.md.
//
// Invariants of a loaded course: it is a value and nobody changes it; nothing in it depends on the machine, the
// time or the order of a map; every mistake of the source is a [Problem] with file, line and column, and all of
// them are reported at once. A course with problems is still returned as far as it could be read, so that checks
// can go on; [Problems.Fatal] says whether it may be built.
package course

import "atelier/internal/base/lang"

// ID names a passage: six characters in Markdown ("k7m2qp"), a key path in YAML ("module.1-introduction/title").
// A named part of a passage has a slash: "k7m2qp/alt". It is the same in every language.
type ID string

// Course is one course in all its languages, as its folder says it.
type Course struct {
	IRI  string // identity without version; from course.yaml "id"
	Key  string // names files: "open-source-in-government"
	Root string // how the folder was named on the command line; for messages only

	Languages   []Language // in the order of course.yaml
	LeftOut     []Language // that In leaves out; phrases may be in them
	Title       lang.Text
	Description lang.Text
	Audience    lang.Text
	Attribution lang.Text
	Contact     lang.Text // addresses, "mailto:…" or "https://…"; may be empty
	Licence     string    // SPDX expression
	Follows     *Follows  // the course that this one adapts; nil for most

	Objectives []*Objective // of the whole course
	Modules    []*Module    // in order
	Concepts   []*Concept
	Glossary   []*Term
	References []*Reference
	Resources  []*Resource
	Media      map[string]*Medium // by path in the source: "media/licence-families.svg"

	Assessment *Page // nil when the course has none
	Checklists []*Page
	Cases      []*Page
	Worksheets []*Page
	Guide      []*Page

	Theme   map[string]string // token name to value
	Changes []Change          // changes/next.yaml
	Lock    []LockLine        // ids.lock
	Allows  []Allow           // silenced findings, of the whole course and of single lines
	Files   map[string]Source // every text file read, by path; for parity, diff and fmt
}

// Language is one of the languages a course speaks.
type Language struct {
	Tag       lang.Tag
	Locale    string   // for html lang: "fr-CA"
	Name      string   // its own name: "Français"
	Interface lang.Tag // the product's language that serves its readers: "en" or "fr"
}

// Source is one text file of the course.
type Source struct {
	Path string
	Text string
}

// Place is a position in the source: line and column from 1, columns counted in characters. Zero means unknown.
type Place struct {
	File   string
	Line   int
	Column int
}

// Objective is a learning objective of the course or of a module.
type Objective struct {
	Place
	ID       string
	Text     lang.Text
	Serves   []string // ids of course objectives
	Concepts []string
	Module   *Module // nil for an objective of the whole course
}

// Module is one module with its pages.
type Module struct {
	Place
	Key         string // folder name: "1-introduction"
	Number      int    // position in the course, from 1
	Title       lang.Text
	Slug        lang.Text
	Formerly    map[lang.Tag][]string
	Description lang.Text
	Writing     bool // status: writing; it has no lessons yet or is not ready
	Objectives  []*Objective
	Lessons     []*Page
	Check       *Page // nil when there is none
	Summary     *Page // nil when there is none
	Slots       []string
}

// PageKind says what a page is for.
type PageKind string

// The kinds of pages.
const (
	Lesson     PageKind = "lesson"
	Check      PageKind = "check"
	Summary    PageKind = "summary"
	Checklist  PageKind = "checklist"
	Case       PageKind = "case"
	Worksheet  PageKind = "worksheet"
	Guide      PageKind = "guide"
	Assessment PageKind = "assessment"
)

// Page is one page in all its languages: a lesson, a check, a checklist …
type Page struct {
	Kind       PageKind
	Key        string // file name without language and ending: "2-what-the-licence-changes"
	Path       string // its path in the source without language and ending: "modules/1-introduction/2-what-…"
	Number     int    // position among its siblings, from 1
	Module     *Module
	Slug       lang.Text
	Formerly   map[lang.Tag][]string
	Objectives []string
	Concepts   []string
	Modules    []string // modules a case, checklist or worksheet belongs to
	Sources    []string // references of a case
	Country    string   // of a case: ISO 3166-1, "CA"
	Facts      []Fact   // of a case, in the order who, place, when, outcome, cost, licence
	Pass       int      // per cent needed to pass a check; 0 when it has no mark
	Draw       int      // questions drawn from the bank on another attempt
	Attempts   int      // how many times a check may be sent; 0 as often as one likes
	Time       int      // minutes that an attempt at a check may take; 0 as long as one likes
	texts      map[lang.Tag]*pageText
}

// Fact is one line of a case study's list of facts.
type Fact struct {
	Key  string // who, place, when, outcome, cost, licence
	Text lang.Text
}

// Doc is a page in one language.
type Doc struct {
	Page  *Page
	Tag   lang.Tag
	File  string
	Title *Block // the level-1 heading; nil when it is missing
	Lede  *Block // the paragraph right after the title; nil when there is none; also the first of Blocks
	// Blocks is what follows the title, in reading order.
	Blocks []*Block
	// Notes are the footnotes that the text refers to, in order of first reference.
	Notes []*Note
	Words int // words of prose, for reading time
}

// Note is a footnote.
type Note struct {
	Label  string
	Number int // from 1
	Blocks []*Block
}

// BlockKind says what a block is.
type BlockKind uint8

// The kinds of blocks.
const (
	Heading     BlockKind = iota + 1 // leaf; Level 2 to 6
	Paragraph                        // leaf
	List                             // Ordered, Start; children are Item
	Item                             // children; Box when the item starts with [ ], [x] or [name]
	Quote                            // children
	Code                             // leaf; Text, Info
	Table                            // leaf with Rows; Caption
	Rule                             // nothing
	Figure                           // leaf; an image alone: Target, Alt, Caption
	Definition                       // Term (inlines) and children; in a DefinitionList
	Definitions                      // children are Definition
	Directive                        // Name, Attrs, children
	HTML                             // Text; a finding
)

// Block is a node of a document. A leaf has an id and inlines; a container has children.
type Block struct {
	Place
	Kind      BlockKind
	ID        ID   // empty for containers without one, and for leaves fmt has not seen
	Continues bool // ^id+: continues the passage in this language
	Level     int  // heading level, or the first number of an ordered list
	Ordered   bool
	Tight     bool   // list without blank lines
	Box       string // "", " ", "x", or the name of a step; meaningful with HasBox
	HasBox    bool
	Name      string            // directive: "question", "callout" …
	Attrs     map[string]string // directive
	Raw       string            // source text of a leaf, without its id and the marks of its containers
	Inlines   []Inline          // text of a leaf; the term of a definition
	Caption   []Inline          // of a table or figure
	Alt       string            // of a figure
	Target    string            // of a figure: path in the source, or an address
	Text      string            // of code and HTML
	Info      string            // of code: its language
	Rows      []Row             // of a table; the first is the header
	Align     []string          // of a table, by column: "", "left", "right", "center"
	Children  []*Block
	Question  *Question // of a directive "question"
}

// Row is a row of a table.
type Row struct{ Cells [][]Inline }

// InlineKind says what an inline is.
type InlineKind uint8

// The kinds of inlines.
const (
	Text      InlineKind = iota + 1
	SoftBreak            // a line ending in the source
	HardBreak
	CodeSpan // Text
	Emphasis // Children
	Strong   // Children
	Link     // Target, Title, Children
	Image    // Target, Title; Text is the alternative
	Span     // Lang, Children: a phrase in another language
	Cite     // Cites
	NoteRef  // Target is the label of the footnote
	RawHTML  // Text; a finding unless it is a comment
)

// Inline is a piece of running text.
type Inline struct {
	Kind     InlineKind
	Text     string
	Target   string
	Title    string
	Lang     lang.Tag
	Cites    []CiteItem
	Children []Inline
}

// CiteItem is one source in a citation, with where in it.
type CiteItem struct {
	Reference string
	Locator   string // "p. 4"
}

// QuestionKind says how a question is answered.
type QuestionKind string

// The kinds of questions.
const (
	Single     QuestionKind = "single"
	Multiple   QuestionKind = "multiple"
	TrueFalse  QuestionKind = "truefalse"
	Matching   QuestionKind = "matching"
	Ordering   QuestionKind = "ordering"
	FillIn     QuestionKind = "fillin"
	Numeric    QuestionKind = "numeric"
	Likert     QuestionKind = "likert"
	Reflection QuestionKind = "reflection"
	Scenario   QuestionKind = "scenario"
)

// Question is a question as one language words it. Its key (what is right) is the same in every language.
type Question struct {
	Place
	ID          ID
	Kind        QuestionKind
	Objective   string
	Form        string // "A" for the fixed form, empty for the bank
	Stem        []*Block
	Choices     []Choice // single, multiple, truefalse, likert, ordering (in the right order), fillin, numeric
	Pairs       []Pair   // matching
	Steps       []Step   // scenario; the first is the start
	Explanation []*Block // shown to everyone after answering; the possible answer of a reflection
	Tolerance   float64  // numeric
	Unit        string   // numeric
}

// Choice is an answer one can give, or is expected to give.
type Choice struct {
	ID       ID
	Text     *Block // the leaf that words it
	Right    bool
	Goto     string   // scenario: the step it leads to
	Feedback []*Block // shown when it is chosen
}

// Pair is a term and its partner in a matching question.
type Pair struct {
	ID       ID // of the definition; the term is ID + "/term"
	Term     []Inline
	Partner  *Block
	Feedback []*Block
}

// Step is a situation in a scenario; without choices it is an end.
type Step struct {
	ID      ID
	Name    string
	Outcome string // of an end: good, fair, poor
	Blocks  []*Block
	Choices []Choice
}

// Concept is a key idea of the course with the sources it stands on.
type Concept struct {
	Place
	ID         string
	Name       lang.Text
	Definition lang.Text
	Sources    []string
	Links      []string
}

// Term is an entry of the glossary.
type Term struct {
	Place
	ID         string
	Term       lang.Text
	Forms      map[lang.Tag][]string // also recognised in the text
	Avoid      map[lang.Tag][]string // forms that are findings
	Definition lang.Text
	Note       lang.Text
	Sources    []string
	Concept    string
}

// Reference is a work that the course cites, with CSL's field names.
// Title, URL and the other texts exist in the languages the work exists in.
type Reference struct {
	Place
	ID        string
	Type      string
	Authors   []Author
	Title     lang.Text
	Container lang.Text
	Publisher lang.Text
	Number    string
	Issued    string // 2023, 2023-10 or 2023-10-19
	URL       lang.Text
	Languages []lang.Tag
	Checked   string // date the address was last seen to work
	Note      lang.Text
}

// Author is a person or, with Literal, an organisation.
type Author struct {
	Family  string
	Given   string
	Literal lang.Text
}

// Resource is something worth reading or using, beyond the course.
type Resource struct {
	Place
	ID      string
	Title   lang.Text // in the languages it exists in
	URL     lang.Text // likewise
	By      lang.Text
	GoodFor lang.Text
	Kind    string
	Modules []string
	Licence string
	Checked string
}

// Medium is a file of media/ with its strings.
type Medium struct {
	Place
	Path     string
	Key      string // stem: "licence-families"
	Size     int64
	Text     map[string]lang.Text // placeholders of a diagram
	Licence  string
	Creator  string
	Source   string   // reference
	Language lang.Tag // spoken in it
	Seconds  int      // duration
	Captions map[lang.Tag]string
	Sign     map[string]string
	SVG      []byte // of a diagram
	Broken   bool   // it is not the picture that its name promises, or not whole: what it shows is told in words
}

// Change is a declared edit class.
type Change struct {
	Place
	ID        ID
	Class     string // typo, clarity, meaning, structure
	Languages []lang.Tag
	Because   string
}

// LockLine is one line of ids.lock.
type LockLine struct {
	Place
	ID      ID
	Ordinal int
	Born    string
	Retired string
	From    []ID
}

// Allow silences a rule, with a reason. With Line 0 it holds for the whole of File; with File "" for the course.
type Allow struct {
	Place
	Rule   string
	Reason string
}
