package verify

import (
	"errors"
	"fmt"
	"strings"
)

// Violation is one place where a file breaks a rule.
type Violation struct {
	Rule    string // such as "7.18.1-2"
	Object  string // what breaks it: an object number, a structure type, a font, a page
	Page    int    // from 1; 0 when it is no matter of a page
	Message string
}

// String is the violation in a line: the rule, where, what.
func (v Violation) String() string {
	if v.Page > 0 {
		return fmt.Sprintf("%s page %d, %s: %s", v.Rule, v.Page, v.Object, v.Message)
	}
	return fmt.Sprintf("%s %s: %s", v.Rule, v.Object, v.Message)
}

// Report is what Check found.
type Report struct {
	// Rules are the ids of the rules that were run, in the order of the profile.
	Rules []string
	// Violations come in the order of the rules, at most 50 of each.
	Violations []Violation
	// More counts the violations of a rule beyond those listed.
	More map[string]int
	// Cut says why part of the file was not judged; empty when all of it was.
	Cut string
}

// OK says that the whole file was judged by every rule and breaks none.
func (r Report) OK() bool { return len(r.Violations) == 0 && r.Cut == "" && len(r.Rules) == len(rules) }

// Count is how many violations there are, those that are not listed too.
func (r Report) Count() int {
	n := len(r.Violations)
	for _, more := range r.More {
		n += more
	}
	return n
}

// Broken are the ids of the rules with violations, each once.
func (r Report) Broken() []string {
	var out []string
	for _, v := range r.Violations {
		if len(out) == 0 || out[len(out)-1] != v.Rule {
			out = append(out, v.Rule)
		}
	}
	return out
}

// String is the report for a terminal, a violation a line.
func (r Report) String() string {
	var b strings.Builder
	for _, v := range r.Violations {
		fmt.Fprintln(&b, v)
	}
	for _, id := range r.Rules {
		if n := r.More[id]; n > 0 {
			fmt.Fprintf(&b, "%s and %d more\n", id, n)
		}
	}
	if r.Cut != "" {
		fmt.Fprintf(&b, "not judged whole: %s\n", r.Cut)
	}
	return b.String()
}

// rule is one machine rule of the profile. The functions set are those for the kinds of object
// the rule speaks of. Each gives what is wrong, or nothing when the rule holds.
type rule struct {
	id   string // clause of ISO 14289-1, test number
	says string

	file       func(c *checker, say sayer)
	element    func(c *checker, e *Element) string
	mark       func(c *checker, m *mark, at *place) string
	item       func(c *checker, kind string, at *place) string
	annotation func(c *checker, a *annotation) string
	font       func(c *checker, u *fontUse) string
	glyph      func(c *checker, g *glyph) string
	form       func(c *checker, x *stream) string
}

// sayer takes one violation of the rule being run.
type sayer func(object string, page int, message string)

// rules are all machine rules, in the order of the clauses.
var rules = join(metadataRules, documentRules, contentRules, structureRules, languageRules, tableRules, attachmentRules,
	annotationRules, formRules, fontRules, glyphRules)

func join(tables ...[]rule) []rule {
	var all []rule
	for _, t := range tables {
		all = append(all, t...)
	}
	sortRules(all)
	return all
}

// Rule is one machine rule as people read it.
type Rule struct{ ID, Says string }

// Rules lists the machine rules that Check runs.
func Rules() []Rule {
	out := make([]Rule, len(rules))
	for i, r := range rules {
		out[i] = Rule{r.id, r.says}
	}
	return out
}

type checker struct {
	f     *File
	found map[string][]Violation
	more  map[string]int

	hasLang  bool // the catalog has a language
	xmp      *xmpPacket
	usesH    bool
	usesHn   bool
	level    int // of the last numbered heading
	noteIDs  map[string]bool
	tables   map[*Element]*grid
	cells    map[*Element]*cellFacts
	drawn    map[ref]int
	fontSeen map[fontKey]bool
	seen     map[glyphKey]bool
}

// Check judges a PDF file by every machine rule of the PDF/UA-1 profile. The error is ErrNotPDF when there is nothing
// to judge. An encrypted file that does not open is judged by rule 7.16-1 alone, and Report.Cut says so.
func Check(pdf []byte) (Report, error) {
	f, err := Open(pdf)
	if err != nil && !errors.Is(err, ErrLocked) {
		return Report{}, err
	}
	c := &checker{f: f, found: map[string][]Violation{}, more: map[string]int{}, noteIDs: map[string]bool{},
		tables: map[*Element]*grid{}, cells: map[*Element]*cellFacts{}, drawn: map[ref]int{},
		fontSeen: map[fontKey]bool{}, seen: map[glyphKey]bool{}}
	if err != nil {
		return c.report([]rule{encryptionRule}, err), nil
	}
	_, c.hasLang = f.textAt(f.catalog, "Lang")
	c.xmp = f.readXMP()
	c.runFile()
	c.runElements()
	c.runAnnotations()
	c.runContent()
	return c.report(rules, f.cut), nil
}

func (c *checker) report(ran []rule, cut error) Report {
	r := Report{More: c.more}
	for i := range ran {
		if len(ran) == 1 {
			ran[i].file(c, c.sayer(ran[i].id))
		}
		r.Rules = append(r.Rules, ran[i].id)
		r.Violations = append(r.Violations, c.found[ran[i].id]...)
	}
	if t := c.f.tree; t != nil && t.Lost != "" {
		r.Cut = t.Lost
	}
	if cut != nil {
		r.Cut = cut.Error()
	}
	return r
}

func (c *checker) sayer(id string) sayer {
	return func(object string, page int, message string) { c.say(id, object, page, message) }
}

func (c *checker) say(id, object string, page int, message string) {
	if len(c.found[id]) >= maxViolations {
		c.more[id]++
		return
	}
	c.found[id] = append(c.found[id], Violation{id, object, page, message})
}

func (c *checker) runFile() {
	for i := range rules {
		if r := &rules[i]; r.file != nil {
			r.file(c, c.sayer(r.id))
		}
	}
}

func (c *checker) runElements() {
	t := c.f.Tree()
	if t == nil {
		return
	}
	t.Walk(func(e *Element) bool {
		c.gather(e)
		return true
	})
	t.Walk(func(e *Element) bool {
		for i := range rules {
			if r := &rules[i]; r.element != nil {
				if msg := r.element(c, e); msg != "" {
					c.say(r.id, e.describe(), e.Page(), msg)
				}
			}
		}
		if n := headingLevel(e.Role); n > 0 {
			c.level = n
		}
		return true
	})
}

// gather notes what rules ask of the whole tree before any element is judged.
func (c *checker) gather(e *Element) {
	switch {
	case e.Role == "H":
		c.usesH = true
	case headingLevel(e.Role) > 0:
		c.usesHn = true
	case e.Role == "Table":
		c.layOut(e)
	}
}

func (c *checker) runAnnotations() {
	for _, p := range c.f.pages {
		for _, a := range c.f.annotations(p) {
			for i := range rules {
				if r := &rules[i]; r.annotation != nil {
					if msg := r.annotation(c, a); msg != "" {
						c.say(r.id, a.subtype()+" annotation "+a.self.String(), p.number, msg)
					}
				}
			}
		}
	}
}

func (c *checker) runContent() {
	c.f.play(&watcher{
		begin: func(m *mark, at *place) {
			if !at.semantic {
				return
			}
			for i := range rules {
				if r := &rules[i]; r.mark != nil {
					if msg := r.mark(c, m, at); msg != "" {
						c.say(r.id, "marked content /"+m.tag, at.page.number, msg)
					}
				}
			}
		},
		show: func(s *showing, at *place) {
			c.item("text", at)
			c.showing(s, at)
		},
		paint: c.item,
		form: func(x *stream, at *place) {
			for i := range rules {
				if r := &rules[i]; r.form != nil {
					if msg := r.form(c, x); msg != "" {
						c.say(r.id, "form XObject "+x.self.String(), at.page.number, msg)
					}
				}
			}
		},
	})
}

func (c *checker) item(kind string, at *place) {
	if !at.semantic {
		return
	}
	for i := range rules {
		if r := &rules[i]; r.item != nil {
			if msg := r.item(c, kind, at); msg != "" {
				c.say(r.id, kind, at.page.number, msg)
			}
		}
	}
}

func (r ref) String() string {
	if r.num == 0 {
		return "without a number"
	}
	return fmt.Sprintf("%d %d", r.num, r.gen)
}

func (e *Element) describe() string {
	s := e.Tag
	if s == "" {
		s = "element"
	}
	if e.Role != e.Tag && e.Role != "" {
		s += " (" + e.Role + ")"
	}
	return s + " " + e.node.self.String()
}

// when gives the message when a rule is broken.
func when(broken bool, format string, args ...any) string {
	if !broken {
		return ""
	}
	return fmt.Sprintf(format, args...)
}
