package records

import (
	"regexp"
	"strings"

	"atelier/internal/base/fault"
)

// tags are the entity tags of If-Match or If-None-Match (RFC 9110, sections 8.8.3 and 13.1); nil is a header that is
// not there.
type tags []entityTag

type entityTag struct {
	any  bool // "*"
	weak bool
	text string
}

var (
	oneTag = regexp.MustCompile(`^(W/)?"([!#-~\x80-\xff]*)"[ \t]*(,[ \t]*|$)`)
	// bareTag is the hash without its quotation marks, as a client that many use sends it.
	bareTag = regexp.MustCompile(`^[0-9a-fA-F]{40}$`)
)

// parseTags reads the lines of a header.
func parseTags(lines []string) (tags, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	rest := strings.Trim(strings.Join(lines, ","), " \t")
	switch {
	case rest == "*":
		return tags{{any: true}}, nil
	case bareTag.MatchString(rest):
		return tags{{text: rest}}, nil
	}
	var all tags
	for rest != "" {
		m := oneTag.FindStringSubmatch(rest)
		if m == nil {
			return nil, fault.New(fault.Invalid, words, "xapi.bad-tag")
		}
		all = append(all, entityTag{weak: m[1] != "", text: m[2]})
		rest = strings.TrimLeft(rest[len(m[0]):], ", \t")
	}
	if all == nil {
		return nil, fault.New(fault.Invalid, words, "xapi.bad-tag")
	}
	return all, nil
}

// strong says whether one of the tags is that of a document, byte by byte (8.8.3.2).
func (t tags) strong(tag string) bool {
	for _, one := range t {
		if one.any || !one.weak && one.text == tag {
			return true
		}
	}
	return false
}

// weak is strong, but a weak tag will do.
func (t tags) weak(tag string) bool {
	for _, one := range t {
		if one.any || one.text == tag {
			return true
		}
	}
	return false
}
