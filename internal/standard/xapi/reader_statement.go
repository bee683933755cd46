package xapi

import (
	"math/big"
	"slices"
	"strings"
)

// The shapes of a statement and its parts, as 1.0.3 (Part Two) has them; what IEEE
// 9274.1.1 adds is named. Each is filled in by init, because they refer to each other.
var (
	statementShape, subShape, verbShape, refShape                shape
	resultShape, scoreShape, contextShape, contextShape2         shape
	contextActivitiesShape, contextAgentShape, contextGroupShape shape
	attachmentShape                                              shape
)

func init() {
	core := shape{
		{"actor", true, rule{"2.4.2", "XAPI-00003"}, (*reader).actor},
		{"verb", true, rule{"2.4.3", "XAPI-00004"}, (*reader).verb},
		{"object", true, rule{"2.4.4", "XAPI-00005"}, (*reader).target},
		{"result", false, rule{"2.4.5", "XAPI-00006"}, (*reader).result},
		{"context", false, rule{"2.4.6", "XAPI-00006"}, (*reader).context},
		{"timestamp", false, rule{"2.4.7", "XAPI-00022"}, readTime},
		{"attachments", false, rule{"2.4.11", "XAPI-00025"}, each((*reader).attachment)},
	}
	statementShape = append(shape{{"id", false, rule{"2.4.1", "XAPI-00027"}, readUUID}}, core...)
	statementShape = append(statementShape,
		field{"stored", false, rule{"2.4.8", "XAPI-00023"}, readTime},
		field{"authority", false, rule{"2.4.9", "XAPI-00024"}, (*reader).authority},
		field{"version", false, rule{"2.4.10", "XAPI-00101"}, (*reader).version})
	subShape = append(shape{
		{"objectType", true, rule{"2.4.4.3", "XAPI-00066"}, readText},
		{"id", false, rule{"2.4.4.3", "XAPI-00070"}, forbid},
		{"stored", false, rule{"2.4.4.3", "XAPI-00069"}, forbid},
		{"version", false, rule{"2.4.4.3", "XAPI-00068"}, forbid},
		{"authority", false, rule{"2.4.4.3", "XAPI-00067"}, forbid},
	}, core...)
	verbShape = shape{
		{"id", true, rule{"2.4.3", "XAPI-00044"}, readIRI},
		{"display", false, rule{"2.4.3", "XAPI-00045"}, readLanguages},
	}
	refShape = shape{
		{"objectType", true, rule{"2.4.4.3", "XAPI-00073"}, texts(func(s string) bool { return s == "StatementRef" }, BadType)},
		{"id", true, rule{"2.4.4.3", "XAPI-00072"}, readUUID},
	}
	attachmentShape = shape{
		{"usageType", true, rule{"2.4.11", "XAPI-00107"}, readIRI},
		{"display", true, rule{"2.4.11", "XAPI-00106"}, readLanguages},
		{"description", false, rule{"2.4.11", "XAPI-00106"}, readLanguages},
		{"contentType", true, rule{"2.4.11", "XAPI-00105"}, readMedia},
		{"length", true, rule{"2.4.11", "XAPI-00102"}, readLength},
		{"sha2", true, rule{"2.4.11", "XAPI-00103"}, texts(validSHA2, BadDigest)},
		{"fileUrl", false, rule{"2.4.11", "XAPI-00104"}, readIRI},
	}
	initResult()
	initContext()
}

func initResult() {
	resultShape = shape{
		{"score", false, rule{"2.4.5", "XAPI-00079"}, (*reader).score},
		{"success", false, rule{"2.4.5", "XAPI-00074"}, readBool},
		{"completion", false, rule{"2.4.5", "XAPI-00075"}, readBool},
		{"response", false, rule{"2.4.5", "XAPI-00076"}, readText},
		{"duration", false, rule{"2.4.5", "XAPI-00077"}, readDuration},
		{"extensions", false, rule{"2.4.5", "XAPI-00078"}, readExtensions},
	}
	scoreShape = shape{
		{"scaled", false, rule{"2.4.5.1", "XAPI-00083"}, readDecimal},
		{"raw", false, rule{"2.4.5.1", "XAPI-00082"}, readDecimal},
		{"min", false, rule{"2.4.5.1", "XAPI-00081"}, readDecimal},
		{"max", false, rule{"2.4.5.1", "XAPI-00080"}, readDecimal},
	}
}

func initContext() {
	activities := func(name string) field {
		return field{name, false, rule{"2.4.6.2", "XAPI-00094"}, (*reader).contextActivity}
	}
	contextActivitiesShape = shape{activities("parent"), activities("grouping"), activities("category"), activities("other")}
	contextShape = shape{
		{"registration", false, rule{"2.4.6", "XAPI-00087"}, (*reader).registration},
		{"instructor", false, rule{"2.4.6", "XAPI-00087"}, (*reader).mentioned},
		{"team", false, rule{"2.4.6", "XAPI-00088"}, (*reader).team},
		{"contextActivities", false, rule{"2.4.6", "XAPI-00086"}, func(r *reader, n *node, at rule) error { return r.object(n, at, contextActivitiesShape) }},
		{"revision", false, rule{"2.4.6", "XAPI-00089"}, readText},
		{"platform", false, rule{"2.4.6", "XAPI-00090"}, readText},
		{"language", false, rule{"2.4.6", "XAPI-00091"}, readLanguage},
		{"statement", false, rule{"2.4.6", "XAPI-00092"}, func(r *reader, n *node, at rule) error { return r.object(n, at, refShape) }},
		{"extensions", false, rule{"4.1", "XAPI-00120"}, readExtensions},
	}
	// IEEE 9274.1.1, 4.2.2.5.
	types := field{"relevantTypes", false, rule{"2.4.6", ""}, func(r *reader, n *node, at rule) error {
		if n.kind == list && len(n.items) == 0 {
			return at.broken(Empty)
		}
		return each(readIRI)(r, n, at)
	}}
	is := func(want string) func(string) bool { return func(s string) bool { return s == want } }
	contextAgentShape = shape{
		{"objectType", true, rule{"2.4.6", ""}, texts(is("contextAgent"), BadType)},
		{"agent", true, rule{"2.4.6", ""}, (*reader).onlyAgent},
		types,
	}
	contextGroupShape = shape{
		{"objectType", true, rule{"2.4.6", ""}, texts(is("contextGroup"), BadType)},
		{"group", true, rule{"2.4.6", ""}, (*reader).team},
		types,
	}
	contextShape2 = append(slices.Clone(contextShape),
		field{"contextAgents", false, rule{"2.4.6", ""}, each(func(r *reader, n *node, at rule) error { return r.object(n, at, contextAgentShape) })},
		field{"contextGroups", false, rule{"2.4.6", ""}, each(func(r *reader, n *node, at rule) error { return r.object(n, at, contextGroupShape) })})
}

func forbid(_ *reader, _ *node, at rule) error { return at.broken(Forbidden) }

// validSHA2 says whether s are the digits of a hash of the SHA-2 family.
func validSHA2(s string) bool {
	return validHex(s, 56) || validHex(s, 64) || validHex(s, 96) || validHex(s, 128)
}

func readLength(_ *reader, n *node, at rule) error {
	if n.kind != number || len(n.text) > 15 || !digits(n.text) {
		return at.broken(NotNumber)
	}
	return nil
}

// statement is 2.4.
func (r *reader) statement(n *node) error {
	if err := r.object(n, rule{"2.4", "XAPI-00014"}, statementShape); err != nil {
		return err
	}
	f := r.f
	f.ID, f.Actor, f.Verb = strings.ToLower(n.says("id")), agentKey(n.get("actor")), n.get("verb").says("id")
	f.Timestamp, _ = ParseTime(n.says("timestamp"))
	f.Version = n.says("version")
	if o := n.get("object"); o.says("objectType") == "StatementRef" {
		f.Target = strings.ToLower(o.says("id"))
	}
	if f.Verb == VerbVoided && f.Target == "" {
		return at(rule{"2.3.2", "XAPI-00020"}.broken(BadType), "object.objectType")
	}
	return activityOnly(n)
}

// sub is 2.4.4.3, Sub-Statement.
func (r *reader) sub(n *node, at0 rule) error {
	if r.inside {
		return at(rule{"2.4.4.3", "XAPI-00071"}.broken(Forbidden), "objectType")
	}
	r.inside = true
	defer func() { r.inside = false }()
	if err := r.object(n, at0, subShape); err != nil {
		return err
	}
	return activityOnly(n)
}

// activityOnly refuses a revision and a platform where the object is no activity (2.4.6).
func activityOnly(n *node) error {
	t := n.get("object").says("objectType")
	if t == "" || t == "Activity" {
		return nil
	}
	c := n.get("context")
	if c.get("revision") != nil {
		return at(rule{"2.4.6", "XAPI-00084"}.broken(Forbidden), "context.revision")
	}
	if c.get("platform") != nil {
		return at(rule{"2.4.6", "XAPI-00085"}.broken(Forbidden), "context.platform")
	}
	return nil
}

func (r *reader) verb(n *node, at rule) error { return r.object(n, at, verbShape) }

// target reads the object, which is one of five things (2.4.4).
func (r *reader) target(n *node, at0 rule) error {
	if n.kind != object {
		return at0.broken(wrongKind(n, NotObject))
	}
	t := n.get("objectType")
	if t == nil {
		return r.activity(n, at0, !r.inside)
	}
	switch n.says("objectType") {
	case "Activity":
		return r.activity(n, at0, !r.inside)
	case "Agent", "Group":
		return r.agent(n, at0, use{direct: !r.inside})
	case "StatementRef":
		return r.object(n, at0, refShape)
	case "SubStatement":
		return r.sub(n, at0)
	}
	return at(rule{"2.4.4", "XAPI-00046"}.broken(wrongKind(t, BadType)), "objectType")
}

func (r *reader) version(n *node, at rule) error {
	return texts(func(s string) bool { return ValidVersion(s, r.edition) }, BadVersion)(r, n, at)
}

func (r *reader) result(n *node, at rule) error { return r.object(n, at, resultShape) }

// score is 2.4.5.1.
func (r *reader) score(n *node, at0 rule) error {
	if err := r.object(n, at0, scoreShape); err != nil {
		return err
	}
	scaled, raw, low, high := decimal(n.get("scaled")), decimal(n.get("raw")), decimal(n.get("min")), decimal(n.get("max"))
	one := big.NewRat(1, 1)
	switch {
	case scaled != nil && new(big.Rat).Abs(scaled).Cmp(one) > 0:
		return at(rule{"2.4.5.1", "XAPI-00083"}.broken(BadRange), "scaled")
	case low != nil && high != nil && low.Cmp(high) >= 0:
		return at(rule{"2.4.5.1", "XAPI-00081"}.broken(BadRange), "min")
	case raw != nil && low != nil && raw.Cmp(low) < 0, raw != nil && high != nil && raw.Cmp(high) > 0:
		return at(rule{"2.4.5.1", "XAPI-00082"}.broken(BadRange), "raw")
	}
	return nil
}

func (r *reader) context(n *node, at rule) error {
	if r.edition == V2 {
		return r.object(n, at, contextShape2)
	}
	return r.object(n, at, contextShape)
}

func (r *reader) registration(n *node, at rule) error {
	if err := readUUID(r, n, at); err != nil {
		return err
	}
	if !r.inside {
		r.f.Registration = strings.ToLower(n.text)
	}
	return nil
}

// contextActivity is a value of 2.4.6.2: an activity or a list of them.
func (r *reader) contextActivity(n *node, at rule) error {
	one := func(r *reader, n *node, at rule) error { return r.activity(n, at, false) }
	if n.kind == list {
		return each(one)(r, n, at)
	}
	// It is kept in a list (see Keep), which must not be too deep to be read again, also in a sub-statement.
	if n.height() > mostDeep-singleDepth {
		return at.broken(BadJSON)
	}
	return one(r, n, at)
}

// singleDepth is how deep a context activity lies once it is kept, at most: in a list, in a property, in contextActivities,
// in a context, in a sub-statement, in a statement; its name itself not counted.
const singleDepth = 5

func (r *reader) attachment(n *node, at rule) error {
	if err := r.object(n, at, attachmentShape); err != nil {
		return err
	}
	length := decimal(n.get("length")).Num().Int64()
	r.f.Attachments = append(r.f.Attachments, Attachment{UsageType: n.says("usageType"), ContentType: n.says("contentType"), Length: length,
		SHA2: strings.ToLower(n.says("sha2")), FileURL: n.says("fileUrl")})
	return nil
}
