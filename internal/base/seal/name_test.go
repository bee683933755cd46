package seal

import (
	"slices"
	"testing"
)

func TestNamesAreOfTheirKeyPurposeAndParts(t *testing.T) {
	t.Parallel()
	keys := keysOf(t, secret(1))
	seen := map[string]string{}
	for what, names := range map[string][]string{
		"a thing":          keys.Names("p", "ab", "c"),
		"parted otherwise": keys.Names("p", "a", "bc"),
		"another purpose":  keys.Names("q", "ab", "c"),
		"another key":      keysOf(t, secret(2)).Names("p", "ab", "c"),
		"nothing":          keys.Names("p"),
	} {
		if len(names) != 1 || len(names[0]) != 16 {
			t.Fatalf("%s is named %q", what, names)
		}
		if other := seen[names[0]]; other != "" {
			t.Errorf("%s and %s have one name", what, other)
		}
		seen[names[0]] = what
	}
	both := keysOf(t, secret(2), secret(1)).Names("p", "ab", "c")
	if len(both) != 2 || !slices.Contains(both, keys.Names("p", "ab", "c")[0]) {
		t.Errorf("after an exchange of keys the names are %q", both)
	}
}
