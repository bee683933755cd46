package lang

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// forms are the plural categories a message with plural must have: those that
// CLDR gives the language for whole numbers.
var forms = map[Tag][]string{
	English: {"one", "other"},
	French:  {"one", "many", "other"},
}

var placeholder = regexp.MustCompile(`\{([a-zA-Z][a-zA-Z0-9]*)\}`)

// Complete lists what a folder of messages lacks: keys that one language has and
// another has not, plural forms, placeholders that differ, empty texts, French
// that is not set as Canada sets it. Every package with a catalogue has a test that wants the list empty.
func Complete(fsys fs.FS) []string {
	c, err := NewCatalogue(fsys)
	if err != nil {
		return []string{err.Error()}
	}
	var missing []string
	for _, tag := range Interfaces() {
		for _, other := range Interfaces() {
			for key, m := range c.must(other) {
				if tag != other {
					missing = append(missing, compareMessage(tag, other, key, c.must(tag)[key], m)...)
				}
			}
		}
		for key, m := range c.must(tag) {
			missing = append(missing, lacksForm(tag, key, m)...)
			missing = append(missing, misset(tag, key, m)...)
		}
	}
	sort.Strings(missing)
	return slices.Compact(missing)
}

// compareMessage reports what has lacks beside want, the same key in another
// language.
func compareMessage(tag, other Tag, key string, has, want message) []string {
	if has == nil {
		return []string{fmt.Sprintf("%s: %s is missing", tag, key)}
	}
	if (len(has) > 1) != (len(want) > 1) {
		return []string{fmt.Sprintf("%s: %s has plural forms in one language only", tag, key)}
	}
	var missing []string
	mine := placeholders(has)
	for _, name := range placeholders(want) {
		if !slices.Contains(mine, name) {
			missing = append(missing, fmt.Sprintf("%s: %s does not use {%s}, which %s does", tag, key, name, other))
		}
	}
	return missing
}

func lacksForm(tag Tag, key string, m message) []string {
	var missing []string
	for form, s := range m {
		if strings.TrimSpace(s) == "" {
			missing = append(missing, fmt.Sprintf("%s: %s is empty (%s)", tag, key, form))
		}
	}
	if _, single := m["other"]; single && len(m) == 1 {
		return missing
	}
	for _, form := range forms[tag] {
		if m[form] == "" {
			missing = append(missing, fmt.Sprintf("%s: %s lacks the plural form %q", tag, key, form))
		}
	}
	return missing
}

// unset finds what breaks at the end of a line in French: an ordinary space before
// a colon or inside quotation marks, and a typewriter's apostrophe.
var unset = regexp.MustCompile(`« | »|\S :( |$)|\pL'\pL`)

func misset(tag Tag, key string, m message) []string {
	if tag != French {
		return nil
	}
	var found []string
	for form, s := range m {
		if at := unset.FindString(s); at != "" {
			found = append(found, fmt.Sprintf("%s: %s (%s) wants a no-break space or an apostrophe: %q", tag, key, form, at))
		}
	}
	return found
}

func placeholders(m message) []string {
	var names []string
	for _, s := range m {
		for _, match := range placeholder.FindAllStringSubmatch(s, -1) {
			names = append(names, match[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
