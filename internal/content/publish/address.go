package publish

import (
	"net/url"
	"strings"
)

// Style is how pages address each other.
type Style int

// The styles. A page's path begins and ends in a slash in both.
const (
	// Files is for a folder opened from disk: relative addresses that name the file
	// ("../the-licence/index.html").
	Files Style = iota
	// Site is for a server: "/en/introduction/the-licence/".
	Site
	// Single is for one document that holds all pages: "#/en/introduction/the-licence/".
	// A fragment after that stands as it is, with its own mark; html_address.go makes one
	// of the two.
	Single
)

// address is how the page at path from addresses the page at path to.
func (s Style) address(from, to string) string {
	switch s {
	case Site:
		return to
	case Single:
		return "#" + to
	}
	return relative(from, to) + "index.html"
}

// relative is the path of a folder seen from another; both begin and end in a
// slash. It is empty for the folder itself.
func relative(from, to string) string {
	common := 0
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '/' {
			common = i + 1
		}
	}
	return strings.Repeat("../", strings.Count(from[common:], "/")) + to[common:]
}

// WebAddress says whether an address is one of the web.
func WebAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
