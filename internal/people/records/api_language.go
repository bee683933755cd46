package records

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"atelier/internal/standard/xapi"
)

// mostLanguages bounds how many languages are looked for in each language map.
const mostLanguages = 30

// languages are the tags of Accept-Language, the best first.
func (c *call) languages() []string {
	return acceptedLanguages(strings.Join(c.r.Header.Values("Accept-Language"), ","))
}

// acceptedLanguages reads the header (RFC 9110, 12.5.4). What is no tag is passed over, and so is what is not wanted at all;
// "*" says nothing that the first entry of a map does not.
func acceptedLanguages(header string) (tags []string) {
	type weighted struct {
		tag    string
		weight float64
	}
	var all []weighted
	for entry := range strings.SplitSeq(header, ",") {
		tag, rest, _ := strings.Cut(entry, ";")
		tag = strings.TrimSpace(tag)
		weight := 1.0
		if q, ok := strings.CutPrefix(strings.ReplaceAll(rest, " ", ""), "q="); ok {
			var err error
			if weight, err = strconv.ParseFloat(q, 64); err != nil {
				continue
			}
		}
		if len(all) < mostLanguages && weight > 0 && xapi.ValidLanguage(tag) {
			all = append(all, weighted{tag, weight})
		}
	}
	slices.SortStableFunc(all, func(a, b weighted) int { return cmp.Compare(b.weight, a.weight) })
	for _, w := range all {
		tags = append(tags, w.tag)
	}
	return tags
}
