// Package schemaorg writes things as schema.org describes them, in JSON-LD.
package schemaorg

import "strconv"

// Context is the vocabulary, as the outermost thing names it.
const Context = "https://schema.org"

// Thing is an item by the names of its properties. JSON writes them in the order of their names, so that the same thing
// always has the same bytes.
type Thing map[string]any

// Put adds a property that is a text, unless it is empty.
func (t Thing) Put(name, value string) {
	if value != "" {
		t[name] = value
	}
}

// Some adds a property of several values, unless there are none.
func (t Thing) Some(name string, list []any) {
	if len(list) > 0 {
		t[name] = list
	}
}

// Minutes is a length of time as schema.org's Duration (ISO 8601).
func Minutes(n int) string { return "PT" + strconv.Itoa(n) + "M" }
