package records

import (
	"errors"
	"testing"

	"atelier/internal/base/fault"
)

// keyOf is the key of the fault in an error; empty without one.
func keyOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Key
	}
	return ""
}

func prefixed(key string) string {
	if key == "" {
		return ""
	}
	return "xapi." + key
}

// 1.0.3, Part Three, 3.3: "1.0" is 1.0.0, 1.1 and later are refused. XAPI-00331, XAPI-00332.
func TestVersions(t *testing.T) {
	for asked, want := range map[string]string{
		"1.0": version1, "1.0.0": version1, "1.0.3": version1, "1.0.9": version1, "1.0.32": version1,
		"2.0": version2, "2.0.0": version2, "2.0.1": version2,
		"": "", "1": "", "1.1.0": "", "0.95": "", "2.1.0": "", "3.0.0": "", "1.0.": "", "1.0.x": "", "1.0.03": "", "BAD": "", "1.0.3 ": "", "v1.0.3": "", "1.0.3, 2.0.0": "",
	} {
		if got, ok := settleVersion(asked); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", asked, got, ok)
		}
	}
}

func TestBelow(t *testing.T) {
	for _, test := range []struct {
		root, iri string
		want      bool
	}{
		{"urn:uuid:1", "urn:uuid:1", true}, {"urn:uuid:1", "urn:uuid:1#a", true}, {"https://a.ca/c", "https://a.ca/c/m1", true}, {"https://a.ca/c", "https://a.ca/c?x", true},
		{"https://a.ca/c/", "https://a.ca/c/m1", true}, {"urn:uuid:1", "urn:uuid:12", false}, {"https://a.ca/c", "https://a.ca/cats", false}, {"urn:uuid:1", "", false},
		{"https://a.ca/c", "https://a.ca", false},
	} {
		if got := Below(test.root, test.iri); got != test.want {
			t.Errorf("%q below %q: %v", test.iri, test.root, got)
		}
	}
}
