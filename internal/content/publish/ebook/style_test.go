package ebook

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The colours of a book are the tokens of the pages.
func TestEPUBColoursAreTheTokens(t *testing.T) {
	css, err := os.ReadFile("../../../base/page/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range bookTokens {
		if want := "--" + name + ": light-dark(" + c.light + ", " + c.dark + ");"; !strings.Contains(string(css), want) {
			t.Errorf("the tokens lack %s", want)
		}
	}
}

func TestSafeNames(t *testing.T) {
	for source, want := range map[string]string{"modules/1-a/2-b": "modules_1-a_2-b", "square.png": "square.png"} {
		if got := safeName(source); got != want {
			t.Errorf("%q is %q, not %q", source, got, want)
		}
	}
	seen := map[string]string{}
	for _, source := range []string{"é.png", "è.png", "e.png", "E.png", "…", ".png", "a b.png", "a\u00a0b.png", "🎉.png", "مصدر.png", strings.Repeat("a", 400) + ".png", strings.Repeat("a", 401) + ".png", "a/../b.png"} {
		name := safeName(source)
		if !regexp.MustCompile(`^[a-z0-9-][a-z0-9._-]*$`).MatchString(name) || len(name) > 160 || strings.HasSuffix(name, ".") {
			t.Errorf("%q is %q, which not every reader takes", source, name)
		}
		if other, twice := seen[name]; twice {
			t.Errorf("%q and %q are both %q", source, other, name)
		}
		seen[name] = source
	}
}
