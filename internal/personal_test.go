package internal_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Needs A9.6: no personal data stands in git, which cannot forget. An e-mail address in a file is one of a domain that is
// for examples (RFC 2606 and 6761, and the Canadian example domains), or is said here why not.
var mailAddress = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)

// A domain of one letter (a@b.ca) is what tests of addresses use.
var exampleDomain = regexp.MustCompile(`(?i)^@[a-z]\.ca$|(?:^|[@.])(?:example|exemple|test|invalid|localhost|local)(?:\.[a-z]{2,3})?$`)

// notAddress are what looks like one and is none: endings of files after a @, and versions of packages.
var notAddress = regexp.MustCompile(`(?i)@(?:[0-9]|[^@]*\.(?:svg|png|css|js|mjs|ts|json|service|target|go|yaml|html|2x)$)`)

// madeUp are what tests of addresses need and domains for examples cannot give, and what is no address.
var madeUp = map[string]bool{
	"a@xn--qubec-csa.ca":                   true,
	"SECRET@s3.ca-central-1.amazonaws.com": true, // the form of an address of S3
}

func TestNoPersonalDataInGit(t *testing.T) {
	out, err := exec.Command("git", "-C", "..", "ls-files", "-z").Output()
	if err != nil {
		t.Skip("git or the repository is missing: ", err)
	}
	files := strings.Split(strings.TrimRight(string(out), "\x00"), "\x00")
	if len(files) < 100 {
		t.Fatalf("git names only %d files", len(files))
	}
	for _, name := range files {
		data, err := os.ReadFile(filepath.Join("..", name))
		if err != nil || bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0 {
			continue // a link, a file that is being removed, or no text
		}
		for _, found := range mailAddress.FindAllString(string(data), -1) {
			if domain := found[strings.IndexByte(found, '@'):]; !exampleDomain.MatchString(domain) && !notAddress.MatchString(domain) && !madeUp[found] {
				t.Errorf("%s holds the address %s; use a domain for examples (example.ca), or take it out", name, found)
			}
		}
	}
}
