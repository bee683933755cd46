package xapi

import (
	"encoding/json"
	"slices"
	"strings"
)

// Redact takes out of a statement what leads to somebody: agents with one of the keys are
// given by another account in its place, without a name. Of statements whose actor or
// object they are, what somebody wrote goes too: response, extensions of result and
// context, and attachments; so it does of sub-statements. It is the one change that a statement can suffer.
func Redact(statement []byte, keys []string, account Account) ([]byte, error) {
	root, err := scan(statement)
	if err != nil {
		return nil, err
	}
	theirs := func(n *node) bool {
		return n.kind == object && slices.ContainsFunc(keys, func(key string) bool { return SameAgent(key, agentKey(n)) })
	}
	own := written(root, theirs)
	w := &writer{src: statement, edit: func(w *writer, n *node, name string) bool {
		switch {
		case name == "extensions", name == "definition", name == "verb":
			return w.copy(n)
		case n.kind != object:
			return false
		case theirs(n):
			w.instead(n, account)
			return true
		case own[n] && (name == "result" || name == "context"):
			w.without(n, name, "response", "extensions")
			return true
		case own[n]:
			w.without(n, name, "attachments")
			return true
		}
		return false
	}}
	w.value(root, "")
	return w.out, nil
}

// SameAgent says whether two keys mean one agent: mailboxes are the same in capital letters
// and in small ones.
func SameAgent(a, b string) bool { return a == b || a != "" && AgentFold(a) == AgentFold(b) }

// AgentFold is the key of an agent with a mailbox in small letters.
func AgentFold(key string) string {
	if strings.HasPrefix(key, "mbox:") {
		return strings.ToLower(key)
	}
	return key
}

// written are the statement and the sub-statement in it of which somebody is the actor or
// the object, with their results and contexts. Who wrote the one wrote what is in it.
func written(root *node, theirs func(*node) bool) map[*node]bool {
	own := map[*node]bool{}
	mine := false
	for n := root; n != nil; {
		actor, target := n.get("actor"), n.get("object")
		mine = mine || actor != nil && (theirs(actor) || slices.ContainsFunc(membersOf(actor), theirs)) || target != nil && theirs(target)
		if mine {
			own[n], own[n.get("result")], own[n.get("context")] = true, true, true
		}
		if target.says("objectType") != "SubStatement" {
			break
		}
		n = target
	}
	return own
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
