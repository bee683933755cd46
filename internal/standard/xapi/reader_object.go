package xapi

import (
	"encoding/json"
	"slices"
	"strings"
)

var (
	agentShape, groupShape, accountShape shape
	activityShape, definitionShape       shape
	componentShape                       shape
)

func init() {
	isAgent := texts(func(s string) bool { return s == "Agent" || s == "Group" }, BadType)
	agentShape = shape{
		{"objectType", false, rule{"2.4.2", "XAPI-00031"}, isAgent},
		{"name", false, rule{"2.4.2", "XAPI-00033"}, readText},
		{"mbox", false, rule{"2.4.2.3", "XAPI-00038"}, texts(validMailbox, BadMailbox)},
		{"mbox_sha1sum", false, rule{"2.4.2.3", "XAPI-00039"}, texts(func(s string) bool { return validHex(s, 40) }, BadDigest)},
		{"openid", false, rule{"2.4.2.3", "XAPI-00040"}, readIRI},
		{"account", false, rule{"2.4.2.4", "XAPI-00041"}, func(r *reader, n *node, at rule) error { return r.object(n, at, accountShape) }},
	}
	// The members are read by members, which knows where the group stands.
	groupShape = append(slices.Clone(agentShape), field{"member", false, rule{"2.4.2.2", "XAPI-00036"}, func(*reader, *node, rule) error { return nil }})
	accountShape = shape{
		{"homePage", true, rule{"2.4.2.4", "XAPI-00042"}, readIRI},
		{"name", true, rule{"2.4.2.4", "XAPI-00043"}, readText},
	}
	activityShape = shape{
		{"objectType", false, rule{"2.4.4", "XAPI-00046"}, texts(func(s string) bool { return s == "Activity" }, BadType)},
		{"id", true, rule{"2.4.4.1", "XAPI-00047"}, readIRI},
		{"definition", false, rule{"2.4.4.1", "XAPI-00048"}, (*reader).definition},
	}
	components := each((*reader).component)
	interaction := func(name string) field {
		return field{name, false, rule{"2.4.4.1", "XAPI-00064"}, func(r *reader, n *node, at rule) error {
			if err := components(r, n, at); err != nil {
				return err
			}
			return onceEach(n)
		}}
	}
	definitionShape = shape{
		{"name", false, rule{"2.4.4.1", "XAPI-00056"}, readLanguages},
		{"description", false, rule{"2.4.4.1", "XAPI-00059"}, readLanguages},
		{"type", false, rule{"2.4.4.1", "XAPI-00060"}, readIRI},
		{"moreInfo", false, rule{"2.4.4.1", "XAPI-00061"}, readIRI},
		{"interactionType", false, rule{"2.4.4.1", "XAPI-00049"}, texts(func(s string) bool { return slices.Contains(interactions, s) }, BadType)},
		{"correctResponsesPattern", false, rule{"2.4.4.1", "XAPI-00064"}, each(readText)},
		interaction("choices"), interaction("scale"), interaction("source"), interaction("target"), interaction("steps"),
		{"extensions", false, rule{"2.4.4.1", "XAPI-00057"}, readExtensions},
	}
	componentShape = shape{
		{"id", true, rule{"2.4.4.1", "XAPI-00064"}, readText},
		{"description", false, rule{"2.4.4.1", "XAPI-00064"}, readLanguages},
	}
}

// interactions are the values of interactionType (2.4.4.1, Interaction Activities).
var interactions = []string{"true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric", "other"}

// answers are the properties that a definition has only together with an interactionType.
var answers = []string{"correctResponsesPattern", "choices", "scale", "source", "target", "steps"}

// use is where an agent stands.
type use struct {
	direct, authority bool
}

// agentKey is what tells agents apart (2.4.2.3): the kind of the inverse functional
// identifier, a colon and its value; an account is its home page, a space and its name.
// It is empty for a group without one.
func agentKey(n *node) string {
	for _, name := range []string{"mbox", "mbox_sha1sum", "openid"} {
		v := n.says(name)
		switch {
		case v == "":
		case name == "mbox_sha1sum":
			return name + ":" + strings.ToLower(v)
		default:
			return name + ":" + v
		}
	}
	if a := n.get("account"); a != nil {
		return AccountKey(a.says("homePage"), a.says("name"))
	}
	return ""
}

// AccountKey is the key of an agent that is known by an account.
func AccountKey(homePage, name string) string { return "account:" + homePage + " " + name }

// ifis are the inverse functional identifiers.
var ifis = []string{"mbox", "mbox_sha1sum", "openid", "account"}

// agent is 2.4.2, an agent or a group.
func (r *reader) agent(n *node, at0 rule, u use) error {
	if n.kind != object {
		return at0.broken(wrongKind(n, NotObject))
	}
	group := n.says("objectType") == "Group"
	s := agentShape
	if group {
		s = groupShape
	}
	if err := r.object(n, at0, s); err != nil {
		return err
	}
	known := 0
	for _, name := range ifis {
		if n.get(name) != nil {
			known++
		}
	}
	members := n.get("member")
	switch {
	case known > 1:
		return rule{"2.4.2.3", "XAPI-00037"}.broken(TwoIdentifiers)
	case known == 0 && !group:
		return rule{"2.4.2.1", "XAPI-00034"}.broken(NoIdentifier)
	case known == 0 && members == nil:
		return at(rule{"2.4.2.2", "XAPI-00035"}.broken(Missing), "member")
	}
	if known == 1 {
		r.f.Agents = append(r.f.Agents, AgentUse{Key: agentKey(n), Name: n.says("name"), Direct: u.direct, Authority: u.authority})
	}
	if members == nil {
		return nil
	}
	return at(each(func(r *reader, n *node, at0 rule) error {
		if n.kind == object && n.says("objectType") == "Group" {
			return at(at0.broken(BadType), "objectType")
		}
		return r.agent(n, at0, u)
	})(r, members, rule{"2.4.2.2", "XAPI-00036"}), "member")
}

func (r *reader) actor(n *node, at rule) error { return r.agent(n, at, use{direct: !r.inside}) }

func (r *reader) mentioned(n *node, at rule) error { return r.agent(n, at, use{}) }

func (r *reader) team(n *node, at0 rule) error {
	if n.kind == object && n.says("objectType") != "Group" {
		return at(at0.broken(BadType), "objectType")
	}
	return r.agent(n, at0, use{})
}

func (r *reader) onlyAgent(n *node, at0 rule) error {
	if n.kind == object && n.says("objectType") == "Group" {
		return at(at0.broken(BadType), "objectType")
	}
	return r.agent(n, at0, use{})
}

// authority is 2.4.9: an agent, or an anonymous group of two for OAuth.
func (r *reader) authority(n *node, at rule) error {
	if err := r.agent(n, at, use{authority: true}); err != nil {
		return err
	}
	if n.says("objectType") == "Group" && (agentKey(n) != "" || len(n.get("member").items) != 2) {
		return rule{"2.4.9", "XAPI-00098"}.broken(BadAuthority)
	}
	return nil
}

// activity is 2.4.4.1.
func (r *reader) activity(n *node, at rule, direct bool) error {
	if err := r.object(n, at, activityShape); err != nil {
		return err
	}
	a := ActivityUse{ID: n.says("id"), Direct: direct}
	if d := n.get("definition"); d != nil {
		a.Definition = json.RawMessage(r.f.src[d.from:d.to])
	}
	r.f.Activities = append(r.f.Activities, a)
	return nil
}

func (r *reader) definition(n *node, at0 rule) error {
	if err := r.object(n, at0, definitionShape); err != nil {
		return err
	}
	if n.get("interactionType") != nil {
		return nil
	}
	for _, name := range answers {
		if n.get(name) != nil {
			return at(rule{"2.4.4.1", "XAPI-00064"}.broken(Missing), "interactionType")
		}
	}
	return nil
}

// component is an entry of choices, scale, source, target or steps.
func (r *reader) component(n *node, at rule) error { return r.object(n, at, componentShape) }

// onceEach refuses two components with the same id.
func onceEach(n *node) error {
	seen := make(map[string]bool, len(n.items))
	for i, c := range n.items {
		id := c.says("id")
		if seen[id] {
			return item(Violation{Section: "2.4.4.1", Rule: Repeated, At: "id"}, i)
		}
		seen[id] = true
	}
	return nil
}

// Who is an agent or a group that is asked for.
type Who struct {
	Key   string // see AccountKey and ParseAgent; empty for an anonymous group
	Group bool
	Name  string // may be empty
}

// ParseAgent reads an agent or an identified group, as a parameter of a request has it
// (Part Three, 2).
func ParseAgent(src []byte, e Edition) (Who, error) {
	root, err := scan(src)
	if err != nil {
		return Who{}, err
	}
	r := &reader{edition: e, f: &Foreign{src: src, root: root}}
	if err := r.agent(root, rule{"2.4.2", "XAPI-00012"}, use{}); err != nil {
		return Who{}, at(err, "agent")
	}
	return Who{Key: agentKey(root), Group: root.says("objectType") == "Group", Name: root.says("name")}, nil
}
