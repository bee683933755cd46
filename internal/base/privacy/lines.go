package privacy

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"atelier/internal/base/lang"
)

// own are the lines of the store's tables: the store knows nothing of this package.
//
//go:embed privacy.yaml
var own embed.FS

// tableLines is a table as it is written.
type tableLines struct {
	What    lang.Text              `yaml:"what"`
	Purpose string                 `yaml:"purpose"`
	Basis   string                 `yaml:"basis"`
	Sees    []string               `yaml:"sees"`
	Where   string                 `yaml:"where"`
	Kept    lang.Text              `yaml:"kept"`
	Claim   answerLine             `yaml:"claim"`
	Export  answerLine             `yaml:"export"`
	Erase   answerLine             `yaml:"erase"`
	Retain  answerLine             `yaml:"retain"`
	Columns map[string]*columnLine `yaml:"columns"`
}

func (l tableLines) table(room, name string) Table {
	t := Table{Name: name, Room: room, What: l.What, Purpose: l.Purpose, Basis: l.Basis, Sees: l.Sees, Where: l.Where, Kept: l.Kept,
		Claim: Answer(l.Claim), Export: Answer(l.Export), Erase: Answer(l.Erase), Retain: Answer(l.Retain), Columns: map[string]Column{}}
	if t.Where == "" {
		t.Where = "database"
	}
	for name, c := range l.Columns {
		if c == nil {
			c = &columnLine{}
		}
		t.Columns[name] = Column(*c)
	}
	return t
}

// answerLine is an answer as it is written: a word, or a mapping.
type answerLine Answer

func (a *answerLine) UnmarshalYAML(read func(any) error) error {
	var word string
	if err := read(&word); err == nil {
		a.By = word
		return nil
	}
	var long struct {
		By    string    `yaml:"by"`
		None  note      `yaml:"none"`
		Keeps lang.Text `yaml:"keeps"`
		From  string    `yaml:"from"`
		Days  int       `yaml:"days"`
	}
	if err := read(&long); err != nil {
		return err
	}
	*a = answerLine{By: long.By, None: lang.Text(long.None), Keeps: long.Keeps, From: long.From, Days: long.Days}
	return nil
}

// note is a text that may be in English alone, when no person reads it but developers.
type note lang.Text

func (n *note) UnmarshalYAML(read func(any) error) error {
	var word string
	if err := read(&word); err == nil {
		*n = note{lang.English: word}
		return nil
	}
	var both map[lang.Tag]string
	err := read(&both)
	*n = both
	return err
}

// columnLine is a column as it is written: words, or a mapping with an example.
type columnLine Column

func (c *columnLine) UnmarshalYAML(read func(any) error) error {
	var words string
	if err := read(&words); err == nil {
		return c.words(words)
	}
	var long struct {
		Is      string `yaml:"is"`
		Example string `yaml:"example"`
	}
	if err := read(&long); err != nil {
		return err
	}
	c.Example = long.Example
	return c.words(long.Is)
}

func (c *columnLine) words(line string) error {
	for i, word := range strings.Fields(line) {
		switch {
		case i == 0:
			c.Class = Class(word)
		case word == "person":
			c.Person = true
		case word == "actor":
			c.Actor = true
		case word == "text":
			c.Text = true
		case word == "json":
			c.JSON = true
		case word == "derived":
			c.Derived = true
		default:
			return fmt.Errorf("%q: %q is none of person, actor, text, json, derived", line, word)
		}
	}
	return nil
}

// wrong lists what the lines of a table lack, so that nothing about people is left unsaid.
func (t Table) wrong() (wrong []string) {
	lack := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Sprintf(format, args...))
		}
	}
	lack(strings.HasPrefix(t.Name, t.Room+"_"), "its name does not start with %s_", t.Room)
	lack(both(t.What), "what: say in en and fr what it holds")
	lack(len(t.Columns) > 0, "columns: none is given")
	for name, c := range t.Columns {
		lack(slices.Contains([]Class{Personal, Pseudonym, Secret, Technical}, c.Class), "column %s: its class is one of personal, pseudonym, secret, technical, not %q", name, c.Class)
	}
	if !t.About() {
		return wrong
	}
	lack(slices.Contains(Purposes, t.Purpose), "purpose: one of %s, not %q", strings.Join(Purposes, ", "), t.Purpose)
	lack(slices.Contains(Bases, t.Basis), "basis: one of %s, not %q", strings.Join(Bases, ", "), t.Basis)
	lack(slices.Contains(Places, t.Where), "where: one of %s, not %q", strings.Join(Places, ", "), t.Where)
	for _, who := range t.Sees {
		lack(slices.Contains(Readers, who), "sees: %q is none of %s", who, strings.Join(Readers, ", "))
	}
	lack(both(t.Kept), "kept: say in en and fr how long")
	return append(wrong, t.wrongAnswers()...)
}

func (t Table) wrongAnswers() (wrong []string) {
	person, actor := t.Links()
	for _, one := range []struct {
		name string
		a    Answer
	}{{"claim", t.Claim}, {"export", t.Export}, {"erase", t.Erase}, {"retain", t.Retain}} {
		switch a := one.a; {
		case !a.Given():
			wrong = append(wrong, one.name+": who does it (rows, a room, or { none: why })?")
		case a.By == Blank && one.name != "erase":
			wrong = append(wrong, one.name+": blank is an answer of erase alone")
		case a.By == Rows && one.name == "retain" && (a.From == "" || a.Days <= 0 || t.Columns[a.From].Class == ""):
			wrong = append(wrong, "retain: by rows wants from: a column, and days: a number")
		case a.By == Rows && one.name == "claim" && len(actor) == 0:
			wrong = append(wrong, "claim: rows wants a column that is marked actor")
		case (a.By == Rows || a.By == Blank) && one.name != "retain" && len(person)+len(actor) == 0:
			wrong = append(wrong, one.name+": "+a.By+" wants a column that is marked person or actor")
		}
	}
	if e := t.Erase; e.By == "" && !both(e.None) || e.By == Blank && !both(e.Keeps) {
		wrong = append(wrong, "erase: say in en and fr what stays, and why: people read it")
	}
	return wrong
}

func both(t lang.Text) bool {
	for _, tag := range lang.Interfaces() {
		if !t.Has(tag) {
			return false
		}
	}
	return true
}
