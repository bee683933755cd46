package xapi

import (
	"encoding/json"
	"slices"
)

// Redact takes out of a statement what leads to somebody: agents with one of the keys are
// given by another account in its place, without a name. Of statements whose actor or
// object they are, what somebody wrote goes too: response, extensions of result and
// context, and attachments. It is the one change that a statement can suffer.
func Redact(statement []byte, keys []string, account Account) ([]byte, error) {
	root, err := scan(statement)
	if err != nil {
		return nil, err
	}
	theirs := func(n *node) bool { return n.kind == object && slices.Contains(keys, agentKey(n)) }
	own := theirs(root.get("actor")) || root.get("object") != nil && theirs(root.get("object")) ||
		slices.ContainsFunc(membersOf(root.get("actor")), theirs)
	w := &writer{src: statement, edit: func(w *writer, n *node, name string) bool {
		switch {
		case name == "extensions", name == "definition", name == "verb":
			return w.copy(n)
		case n.kind != object:
			return false
		case theirs(n):
			w.instead(n, account)
			return true
		case own && (name == "result" || name == "context"):
			w.without(n, name, "response", "extensions")
			return true
		case own && name == "":
			w.without(n, name, "attachments")
			return true
		}
		return false
	}}
	w.value(root, "")
	return w.out, nil
}

func membersOf(n *node) []*node {
	if m := n.get("member"); m != nil {
		return m.items
	}
	return nil
}

// instead writes an agent or a group that an account identifies.
func (w *writer) instead(n *node, account Account) {
	data, _ := json.Marshal(account) // plain texts
	w.out = append(w.out, '{')
	if t := n.says("objectType"); t != "" {
		w.out = appendText(w.out, "objectType", t)
	}
	w.out = append(append(append(w.out, `"account":`...), data...), '}')
}

// without writes an object but for some properties.
func (w *writer) without(n *node, name string, gone ...string) {
	rest := []string{}
	for _, m := range n.members {
		if !slices.Contains(gone, m.name) {
			rest = append(rest, m.name)
		}
	}
	w.object(n, name, rest)
}
