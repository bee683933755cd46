package course

import (
	"fmt"
	"strings"
	"unicode"

	"atelier/internal/base/lang"
)

// webAddress is an address of the web as a URI or IRI may be written (RFC 3986, 2; RFC 3987, 2.2): what neither can hold
// is written as its bytes. Other texts, such as paths of the source, are left alone.
func webAddress(s string) string {
	if !strings.Contains(s, "://") && !strings.HasPrefix(s, "mailto:") || strings.IndexFunc(s, notInAddress) < 0 {
		return s
	}
	var out strings.Builder
	for _, r := range s {
		if !notInAddress(r) {
			out.WriteRune(r)
			continue
		}
		for _, b := range []byte(string(r)) {
			fmt.Fprintf(&out, "%%%02X", b)
		}
	}
	return out.String()
}

func notInAddress(r rune) bool {
	return strings.ContainsRune("\"<>\\^`{|}", r) || unicode.IsSpace(r) || !unicode.IsGraphic(r) || unicode.In(r, unicode.Co, unicode.Noncharacter_Code_Point)
}

func addresses(t lang.Text) lang.Text {
	for tag, s := range t {
		t[tag] = webAddress(s)
	}
	return t
}
