package records

import (
	"regexp"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/standard/xapi"
)

// The versions that are spoken, as the answers name them: the latest patch (1.0.3, Part Three, 3.3; IEEE 9274.1.1, 4.1.7).
const (
	version1 = xapi.Version1
	version2 = xapi.Version2
)

var patches = regexp.MustCompile(`^(1\.0|2\.0)(\.(0|[1-9][0-9]{0,3}))?$`)

// settleVersion is the version in which a request of a given version is answered; false when we do not speak it.
func settleVersion(asked string) (string, bool) {
	switch parts := patches.FindStringSubmatch(asked); {
	case parts == nil:
		return "", false
	case parts[1] == "1.0":
		return version1, true
	}
	return version2, true
}

// speak settles the version of the request, which the answer then has. A request without one is refused, as both versions
// of the specification want, and told so in the version that its key spoke last, 1.0.3 when it has spoken none.
func (c *call) speak() error {
	c.version = version1
	if last, ok := c.spoken.Load(c.key.ID); ok {
		c.version = last.(string)
	}
	asked := c.header(versionHeader)
	version, ok := settleVersion(asked)
	if ok {
		c.version = version
	}
	c.w.Header().Set(versionHeader, c.version)
	switch {
	case asked == "":
		return fault.New(fault.Invalid, words, "xapi.no-version")
	case !ok:
		return fault.New(fault.Invalid, words, "xapi.bad-version", lang.A{"version": quoted(asked)})
	case c.form != nil && version == version2:
		return fault.New(fault.Invalid, words, "xapi.no-alternate")
	}
	if c.key.ID != "" {
		c.spoken.Store(c.key.ID, version)
	}
	return nil
}
