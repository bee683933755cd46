package xapi

import (
	"errors"
	"math/big"
	"mime"
	"strconv"
	"strings"
	"unicode"
)

// reader walks over a statement once: it refuses what is forbidden and writes down what
// is found.
type reader struct {
	edition Edition
	f       *Foreign
	inside  bool // of a sub-statement
}

// at puts the name of a property in front of the place of a violation.
func at(err error, name string) error {
	v, ok := err.(Violation)
	switch {
	case !ok:
		return err
	case v.At == "":
		v.At = name
	case strings.HasPrefix(v.At, "["):
		v.At = name + v.At
	default:
		v.At = name + "." + v.At
	}
	return v
}

// item is at for a place in a list.
func item(err error, i int) error { return at(err, "["+strconv.Itoa(i)+"]") }

// rule is where the specification says what a property must be.
type rule struct{ section, id string }

func (r rule) broken(why Rule) error {
	return Violation{Section: r.section, ID: r.id, Rule: why}
}

// field is a property that an object may have.
type field struct {
	name string
	must bool
	rule rule
	read func(*reader, *node, rule) error
}

// shape is an object: the properties it may have, in the order of the specification's
// table.
type shape []field

// object reads an object of a shape. A property that is null is refused first, so that
// the reason is the one the specification names.
func (r *reader) object(n *node, at0 rule, s shape) error {
	if n.kind != object {
		return at0.broken(wrongKind(n, NotObject))
	}
	found := 0
	for _, m := range n.members {
		f := s.field(m.name)
		if f == nil {
			return at(rule{"2.2", "XAPI-00010"}.broken(Unknown), m.name)
		}
		if m.value.kind == null {
			return at(rule{"2.2", "XAPI-00001"}.broken(Null), m.name)
		}
		if err := f.read(r, m.value, f.rule); err != nil {
			return at(err, m.name)
		}
		if f.must {
			found++
		}
	}
	return s.complete(n, found)
}

func (s shape) field(name string) *field {
	for i := range s {
		if s[i].name == name {
			return &s[i]
		}
	}
	return nil
}

// complete refuses an object of which a property that must be there is not.
func (s shape) complete(n *node, found int) error {
	for i := range s {
		if s[i].must {
			found--
		}
	}
	if found == 0 {
		return nil
	}
	for i := range s {
		if s[i].must && n.get(s[i].name) == nil {
			return at(s[i].rule.broken(Missing), s[i].name)
		}
	}
	return nil
}

// wrongKind is Null for a null and the given rule for another value.
func wrongKind(n *node, otherwise Rule) Rule {
	if n.kind == null {
		return Null
	}
	return otherwise
}

// texts makes the reader of a text of a form.
func texts(form func(string) bool, why Rule) func(*reader, *node, rule) error {
	return func(_ *reader, n *node, at rule) error {
		if n.kind != text {
			return at.broken(NotText)
		}
		if !form(n.text) {
			return at.broken(why)
		}
		return nil
	}
}

func readText(_ *reader, n *node, at rule) error {
	if n.kind != text {
		return at.broken(NotText)
	}
	return nil
}

func readBool(_ *reader, n *node, at rule) error {
	if n.kind != boolean {
		return at.broken(NotBoolean)
	}
	return nil
}

var (
	readIRI      = texts(ValidIRI, BadIRI)
	readUUID     = texts(ValidUUID, BadUUID)
	readLanguage = texts(ValidLanguage, BadLanguage)
	readDuration = texts(ValidDuration, BadDuration)
	readTime     = texts(func(s string) bool { _, ok := ParseTime(s); return ok }, BadTime)
	readMedia    = texts(func(s string) bool {
		// It is given back as a header, in which a line break would begin another one.
		if strings.ContainsFunc(s, unicode.IsControl) {
			return false
		}
		t, _, err := mime.ParseMediaType(s)
		return (err == nil || errors.Is(err, mime.ErrInvalidMediaParameter)) && strings.Contains(t, "/")
	}, BadMediaType)
)

// readLanguages is 4.2, Language Maps.
func readLanguages(_ *reader, n *node, at0 rule) error {
	if n.kind != object {
		return at0.broken(NotObject)
	}
	for _, m := range n.members {
		if !ValidLanguage(m.name) {
			return at(rule{"4.2", "XAPI-00121"}.broken(BadLanguage), m.name)
		}
		if m.value.kind != text {
			return at(at0.broken(wrongKind(m.value, NotText)), m.name)
		}
	}
	return nil
}

// readExtensions is 4.1: the names are IRIs, the values are anything.
func readExtensions(_ *reader, n *node, at0 rule) error {
	if n.kind != object {
		return at0.broken(NotObject)
	}
	for _, m := range n.members {
		if !ValidIRI(m.name) {
			return at(rule{"4.1", "XAPI-00118"}.broken(BadIRI), m.name)
		}
	}
	return nil
}

// each makes the reader of a list.
func each(one func(*reader, *node, rule) error) func(*reader, *node, rule) error {
	return func(r *reader, n *node, at rule) error {
		if n.kind != list {
			return at.broken(NotList)
		}
		for i, v := range n.items {
			if v.kind == null {
				return item(rule{"2.2", "XAPI-00001"}.broken(Null), i)
			}
			if err := one(r, v, at); err != nil {
				return item(err, i)
			}
		}
		return nil
	}
}

func readDecimal(_ *reader, n *node, at rule) error {
	if n.kind != number {
		return at.broken(NotNumber)
	}
	// Longer numbers and exponents that no score needs would take long to compare.
	if f, err := strconv.ParseFloat(n.text, 64); err != nil || !short(n.text) || f != 0 && (f < 1e-300 && f > -1e-300) {
		return at.broken(BadRange)
	}
	return nil
}

// decimal is the exact value of a number; nil without one, and of one that is not short.
func decimal(n *node) *big.Rat {
	if n == nil || !short(n.text) {
		return nil
	}
	v, _ := new(big.Rat).SetString(n.text)
	return v
}

// mostDigits bounds the digits of a number that is taken as a value.
const mostDigits = 400

// short says whether a number is written out in few digits: a value is as long as its
// exponent says, however short its text.
func short(number string) bool {
	if len(number) > mostDigits {
		return false
	}
	_, exponent, ok := strings.Cut(strings.ToLower(number), "e")
	if !ok {
		return true
	}
	e, err := strconv.Atoi(exponent)
	return err == nil && -mostDigits <= e && e <= mostDigits
}
