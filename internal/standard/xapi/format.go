package xapi

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Added is what a store adds to a statement that it keeps.
type Added struct {
	ID        string
	Stored    time.Time
	Authority json.RawMessage // replaces what the statement says
	Version   string          // for a statement that says none
}

// Keep is the JSON of a statement as a store gives it back: the bytes it came in, but for
// what the store must add or set (2.3.1) and for lists in the place of single context
// activities (2.4.6.2). The order of properties and the form of numbers stay.
func (f *Foreign) Keep(a Added) []byte { return f.Draft(a).At(a.Stored) }

// Draft is a statement as it is kept but for the moment at which it is stored, which is known last.
type Draft struct {
	body    []byte
	moments []int // where in the body the moment stands
}

// At is the statement stored at a moment. It shares its bytes with the draft and holds until At is asked again.
func (d Draft) At(stored time.Time) []byte {
	text := Timestamp(stored)
	for _, at := range d.moments {
		copy(d.body[at:], text)
	}
	return d.body
}

// Draft is Keep, for a moment that is not known yet: that in a is not read.
func (f *Foreign) Draft(a Added) (d Draft) {
	out := make([]byte, 0, f.root.to-f.root.from+256)
	out = append(out, '{')
	for _, m := range f.root.members {
		switch m.name {
		case "id", "stored", "authority", "version":
			continue
		}
		out = appendName(out, m.name)
		out = f.keepValue(out, m)
		out = append(out, ',')
	}
	moment := func(name string) {
		d.moments = append(d.moments, len(out)+len(name)+len(`"":"`))
		out = appendText(out, name, Timestamp(time.Time{}))
	}
	if f.Timestamp.IsZero() {
		moment("timestamp")
	}
	moment("stored")
	if a.Authority != nil {
		out = append(append(append(out, `"authority":`...), a.Authority...), ',')
	} else if n := f.root.get("authority"); n != nil {
		out = append(append(append(out, `"authority":`...), f.src[n.from:n.to]...), ',')
	}
	version := f.Version
	if version == "" {
		version = a.Version
	}
	out = appendText(out, "version", version)
	out = appendText(out, "id", a.ID)
	out[len(out)-1] = '}'
	d.body = out
	return d
}

// Timestamp is a moment as the specification wants it: UTC, to the millisecond (4.5).
func Timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func appendName(out []byte, name string) []byte {
	quoted, _ := json.Marshal(name) // a text is always JSON
	return append(append(out, quoted...), ':')
}

func appendText(out []byte, name, value string) []byte {
	quoted, _ := json.Marshal(value)
	return append(append(appendName(out, name), quoted...), ',')
}

// keepValue copies a property; context activities, also those of a sub-statement, become
// lists.
func (f *Foreign) keepValue(out []byte, m member) []byte {
	w := &writer{src: f.src, out: out}
	switch {
	case m.name == "context" && single(m.value), m.name == "object" && single(m.value.get("context")):
		w.edit = func(w *writer, n *node, name string) bool {
			if n.kind == object && slices.Contains(contextLists, name) && n.get("id") != nil {
				w.out = append(w.out, '[')
				w.copy(n)
				w.out = append(w.out, ']')
				return true
			}
			return name != "context" && name != "contextActivities" && name != "object" && w.copy(n)
		}
		w.value(m.value, m.name)
	default:
		w.copy(m.value)
	}
	return w.out
}

// contextLists are the properties of contextActivities.
var contextLists = []string{"parent", "grouping", "category", "other"}

// single says whether a context has a context activity outside of a list.
func single(context *node) bool {
	for _, name := range contextLists {
		if v := context.get("contextActivities").get(name); v != nil && v.kind == object {
			return true
		}
	}
	return false
}

// writer writes a value anew from its nodes. What it does not change it copies.
type writer struct {
	src []byte
	out []byte
	// edit writes a value in another way and says whether it did; the name is that of the
	// property it belongs to.
	edit func(w *writer, n *node, name string) bool
}

// copy writes the bytes that a value came in.
func (w *writer) copy(n *node) bool {
	w.out = append(w.out, w.src[n.from:n.to]...)
	return true
}

func (w *writer) value(n *node, name string) {
	if w.edit(w, n, name) {
		return
	}
	w.plain(n, name)
}

func (w *writer) plain(n *node, name string) {
	switch n.kind {
	case object:
		w.object(n, name, nil)
	case list:
		w.out = append(w.out, '[')
		for i, v := range n.items {
			if i > 0 {
				w.out = append(w.out, ',')
			}
			w.value(v, name)
		}
		w.out = append(w.out, ']')
	default:
		w.copy(n)
	}
}

// object writes an object with the properties that are named; nil stands for all.
func (w *writer) object(n *node, name string, only []string) {
	w.out = append(w.out, '{')
	first := true
	for _, m := range n.members {
		if only != nil && !slices.Contains(only, m.name) {
			continue
		}
		if !first {
			w.out = append(w.out, ',')
		}
		first = false
		w.out = appendName(w.out, m.name)
		w.value(m.value, m.name)
	}
	w.out = append(w.out, '}')
}

// ids are the properties that say which agent, group, activity or verb is meant.
var ids = []string{"objectType", "id", "mbox", "mbox_sha1sum", "openid", "account", "member"}

// IDs is a statement with agents, groups, activities and verbs cut down to what tells them
// apart (Part Three, 2.1.3, format).
func IDs(statement []byte) ([]byte, error) {
	root, err := scan(statement)
	if err != nil {
		return nil, err
	}
	w := &writer{src: statement, edit: func(w *writer, n *node, name string) bool {
		if name == "extensions" || name == "attachments" || name == "result" {
			return w.copy(n)
		}
		if n.kind != object {
			return false
		}
		switch {
		case name == "verb", slices.Contains(agentNames, name), slices.Contains(contextLists, name), name == "object" && !isSub(n):
			w.object(n, name, identifying(n))
			return true
		}
		return false
	}}
	w.value(root, "")
	return w.out, nil
}

// agentNames are the properties that hold agents or groups.
var agentNames = []string{"actor", "authority", "instructor", "team", "member", "agent", "group"}

func isSub(n *node) bool { return n.says("objectType") == "SubStatement" }

// identifying are the properties of ids, without the members of a group that is known
// otherwise, and without the type of an activity, which is understood.
func identifying(n *node) []string {
	switch {
	case agentKey(n) != "":
		return ids[:len(ids)-1]
	case n.get("id") != nil && n.says("objectType") != "StatementRef":
		return ids[1:2]
	}
	return ids
}

// Canonical is a statement with the definitions of activities as a store knows them, and
// with one language in every language map of an activity or verb: the one that whoever
// asks likes best (Part Three, 2.1.3, format and Language Filtering). definition may give
// nil for an activity of which the store knows no more than the statement says; languages
// are tags, the best first.
func Canonical(statement []byte, definition func(iri string) []byte, languages []string) ([]byte, error) {
	root, err := scan(statement)
	if err != nil {
		return nil, err
	}
	w := &writer{src: statement}
	w.edit = func(w *writer, n *node, name string) bool {
		switch {
		case name == "extensions", name == "attachments", name == "result":
			return w.copy(n)
		case n.kind != object:
			return false
		case name == "display":
			w.oneLanguage(n, languages)
			return true
		case name == "object" && n.get("actor") == nil && n.get("id") != nil && n.says("objectType") != "StatementRef", slices.Contains(contextLists, name):
			w.activity(n, definition(n.says("id")), languages)
			return true
		}
		return false
	}
	w.value(root, "")
	return w.out, nil
}

// activity writes an activity with the definition that is known.
func (w *writer) activity(n *node, known []byte, languages []string) {
	w.out = append(w.out, `{"objectType":"Activity",`...)
	w.out = appendText(w.out, "id", n.says("id"))
	d := writer{src: w.src, out: w.out}
	definition := n.get("definition")
	if root, err := scan(known); err == nil && root.kind == object {
		d.src, definition = known, root
	}
	if definition == nil {
		w.out[len(w.out)-1] = '}'
		return
	}
	d.edit = func(w *writer, n *node, name string) bool {
		switch {
		case name == "extensions":
			return w.copy(n)
		case n.kind == object && (name == "name" || name == "description"):
			w.oneLanguage(n, languages)
			return true
		}
		return false
	}
	d.out = append(d.out, `"definition":`...)
	d.value(definition, "definition")
	w.out = append(d.out, '}')
}

// oneLanguage writes a language map with the entry that fits best.
func (w *writer) oneLanguage(n *node, languages []string) {
	w.out = append(w.out, '{')
	if len(n.members) > 0 {
		m := best(n.members, languages)
		w.out = appendName(w.out, m.name)
		w.copy(m.value)
	}
	w.out = append(w.out, '}')
}

// best is the entry of a language map that fits the language that is liked best of those that any fits: the same tag, then
// the longest that it begins with ("fr" for "fr-CA"; RFC 4647, 3.4), then one that begins with it, then one of the same
// language; without any, the first entry.
func best(members []member, languages []string) member {
	for _, want := range languages {
		found, at := 0, -1
		for i, m := range members {
			if n := closeness(m.name, want); n > found {
				found, at = n, i
			}
		}
		if at >= 0 {
			return members[at]
		}
	}
	return members[0]
}

// closeness is how well a tag fits another that is wanted; 0 when it is of another language.
func closeness(tag, want string) int {
	tag, want = strings.ToLower(tag), strings.ToLower(want)
	primary := func(s string) string { before, _, _ := strings.Cut(s, "-"); return before }
	switch {
	case tag == want:
		return 1000
	case strings.HasPrefix(want, tag+"-"):
		return 2 + len(tag) // a tag has at most 255 signs
	case strings.HasPrefix(tag, want+"-"):
		return 2
	case primary(tag) == primary(want):
		return 1
	}
	return 0
}
