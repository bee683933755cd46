package xapi

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Equal says whether two statements say the same (2.3.1, Statement Immutability). What a
// store adds or may change does not count: authority, stored and version, a timestamp
// that one of them does not have, the display of a verb, the definition of an activity,
// the order of lists that have none, an objectType that is understood anyway, and less
// than a hundredth of a second of a duration.
func Equal(a, b *Foreign) bool {
	if !a.Timestamp.IsZero() && !b.Timestamp.IsZero() && !a.Timestamp.Equal(b.Timestamp) {
		return false
	}
	return likeness(a.root, "") == likeness(b.root, "")
}

// passed are the properties that do not count, by where they stand.
var passed = map[string][]string{
	"":     {"authority", "stored", "version", "timestamp"},
	"verb": {"display"},
}

// unordered are the lists whose order says nothing.
var unordered = []string{"member", "parent", "grouping", "category", "other", "attachments", "contextAgents", "contextGroups", "relevantTypes"}

// identifiers are compared without regard to case.
var identifiers = []string{"id", "registration", "sha2", "mbox_sha1sum"}

// likeness is a text that is the same for values that say the same. The name is that of
// the property the value belongs to; empty for the statement itself.
func likeness(n *node, name string) string {
	switch n.kind {
	case object:
		return "{" + strings.Join(likeMembers(n, name), ",") + "}"
	case list:
		return "[" + strings.Join(likeItems(n, name), ",") + "]"
	case number:
		if v := decimal(n); v != nil {
			return v.RatString()
		}
	case text:
		if slices.Contains(identifiers, name) && (ValidUUID(n.text) || name == "sha2" || name == "mbox_sha1sum") {
			return strconv.Quote(strings.ToLower(n.text))
		}
		if name == "duration" {
			return strconv.Quote(hundredths(n.text))
		}
		if name == "timestamp" {
			if t, ok := ParseTime(n.text); ok {
				return t.String()
			}
		}
		return strconv.Quote(n.text)
	}
	return n.text
}

// fraction is that of the seconds of a duration.
var fraction = regexp.MustCompile(`[.,](\d*)S$`)

// hundredths cuts a duration to a hundredth of a second: what is finer does not count
// (IEEE 9274.1.1, 4.2.7).
func hundredths(duration string) string {
	return fraction.ReplaceAllStringFunc(duration, func(s string) string {
		digits := strings.TrimRight(s[1:min(len(s)-1, 3)], "0")
		if digits == "" {
			return "S"
		}
		return "." + digits + "S"
	})
}

func likeMembers(n *node, name string) []string {
	var all []string
	for _, m := range n.members {
		if slices.Contains(passed[name], m.name) {
			continue
		}
		if m.name == "definition" && n.get("id") != nil {
			continue
		}
		if m.name == "objectType" && (m.value.text == "Activity" || m.value.text == "Agent") {
			continue
		}
		v := m.value
		if name == "contextActivities" && v.kind == object {
			v = &node{kind: list, items: []*node{v}}
		}
		all = append(all, strconv.Quote(m.name)+":"+likeness(v, below(name, m.name)))
	}
	slices.Sort(all)
	return all
}

// below is the name that a member is compared under: what is in extensions is taken as
// it is.
func below(name, member string) string {
	if name == "extensions" || name == "\x00" {
		return "\x00"
	}
	return member
}

func likeItems(n *node, name string) []string {
	all := make([]string, len(n.items))
	for i, v := range n.items {
		all[i] = likeness(v, name)
	}
	if slices.Contains(unordered, name) {
		slices.Sort(all)
	}
	return all
}
