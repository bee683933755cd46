package lang

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// A holds the named arguments of a message: {name} in the message becomes the
// value of "name". Whole and decimal numbers are written the way the language
// writes quantities (1,234 or 1 234); what is not a quantity (a port, a year,
// a version) is passed as a string.
type A map[string]any

// Sayer is an argument that knows how to say itself in a language.
type Sayer interface{ Say(Tag) string }

// Catalogue holds the messages of one package in every interface language.
type Catalogue struct {
	files    fs.FS
	sections map[Tag]*section
}

// section is a catalogue in one language, read when it is first needed: a command
// speaks one language and uses few packages, and reading takes milliseconds.
type section struct {
	once     sync.Once
	messages map[string]message
	err      error
}

// message is one text by plural form. A message without plural has only "other".
type message map[string]string

// NewCatalogue reads catalogue/en.yaml and catalogue/fr.yaml (or .json, in apitext, or the
// same files without the folder). A file maps keys to texts. A text with plural
// forms is a mapping of CLDR categories (one, many, other), chosen by the
// argument {n}. Nested mappings join their keys with a dot.
func NewCatalogue(fsys fs.FS) (*Catalogue, error) {
	c := MustCatalogue(fsys)
	for _, tag := range Interfaces() {
		if _, err := c.in(tag); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// MustCatalogue is NewCatalogue for messages embedded in the program. They are
// read when the first one is said; then a mistake in the files is a panic. It is
// a mistake of ours, which the package's test of Complete meets first.
func MustCatalogue(fsys fs.FS) *Catalogue {
	c := &Catalogue{files: fsys, sections: map[Tag]*section{}}
	for _, tag := range Interfaces() {
		c.sections[tag] = &section{}
	}
	return c
}

// in is the messages in an interface language.
func (c *Catalogue) in(tag Tag) (map[string]message, error) {
	s := c.sections[tag]
	s.once.Do(func() { s.messages, s.err = readSection(c.files, tag) })
	return s.messages, s.err
}

// must is in for messages that Must promised to be sound.
func (c *Catalogue) must(tag Tag) map[string]message {
	messages, err := c.in(tag)
	if err != nil {
		panic(err)
	}
	return messages
}

func readSection(fsys fs.FS, tag Tag) (map[string]message, error) {
	data, err := readCatalogueFile(fsys, tag)
	if err != nil {
		return nil, fmt.Errorf("catalogue %s: %w", tag, err)
	}
	var raw map[string]any
	if err := yaml.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("catalogue %s: %w", tag, err)
	}
	messages := map[string]message{}
	if err := flatten("", raw, messages); err != nil {
		return nil, fmt.Errorf("catalogue %s: %w", tag, err)
	}
	return messages, nil
}

func readCatalogueFile(fsys fs.FS, tag Tag) ([]byte, error) {
	var first error
	for _, dir := range []string{"catalogue", "apitext", "."} {
		for _, ext := range []string{".yaml", ".json"} {
			data, err := fs.ReadFile(fsys, path.Join(dir, string(tag)+ext))
			if err == nil {
				return data, nil
			}
			if first == nil {
				first = err
			}
		}
	}
	return nil, first
}

// flatten turns nested mappings into dotted keys and plural mappings into
// messages.
func flatten(prefix string, raw map[string]any, into map[string]message) error {
	for k, v := range raw {
		key := prefix + k
		switch v := v.(type) {
		case string:
			into[key] = message{"other": v}
		case map[string]any:
			m, plural := pluralOf(v)
			if plural {
				into[key] = m
				continue
			}
			if err := flatten(key+".", v, into); err != nil {
				return err
			}
		default:
			return fmt.Errorf("key %q: a message is a text, not %T", key, v)
		}
	}
	return nil
}

// pluralOf reads a mapping whose keys are all CLDR categories.
func pluralOf(raw map[string]any) (message, bool) {
	m := message{}
	for k, v := range raw {
		s, isText := v.(string)
		switch k {
		case "zero", "one", "two", "few", "many", "other":
		default:
			return nil, false
		}
		if !isText {
			return nil, false
		}
		m[k] = s
	}
	return m, len(m) > 0
}

// Has says whether the catalogue holds the key in the interface language that
// goes with tag.
func (c *Catalogue) Has(tag Tag, key string) bool {
	_, ok := c.must(Interface(tag))[key]
	return ok
}

// Say is the message of that key in the interface language that goes with tag.
// A key that does not exist is said as itself, so that it is seen.
func (c *Catalogue) Say(tag Tag, key string, args ...A) string {
	tag = Interface(tag)
	m, ok := c.must(tag)[key]
	if !ok {
		return key
	}
	all := merge(args)
	s, ok := m[string(category(tag, all["n"]))]
	if !ok {
		s = m["other"]
	}
	return fill(tag, s, all)
}

func merge(args []A) A {
	if len(args) == 1 {
		return args[0]
	}
	all := A{}
	for _, a := range args {
		for k, v := range a {
			all[k] = v
		}
	}
	return all
}

// fill puts arguments in the place of {name}. A name without argument stays
// visible.
func fill(tag Tag, s string, args A) string {
	if !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		v, known := args[name]
		if !closed || !known {
			b.WriteByte('{')
			s = rest
			continue
		}
		b.WriteString(sayValue(tag, v))
		s = after
	}
}
