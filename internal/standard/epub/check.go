package epub

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"atelier/internal/base/archive"
)

// Check names every fault of the publication that makes it invalid, by the section
// that it offends; nil when there is none. The text of content documents is not
// read.
func (p *Publication) Check() error {
	var faults []error
	fault := func(section, format string, args ...any) {
		faults = append(faults, fmt.Errorf("EPUB %s: "+format, append([]any{section}, args...)...))
	}
	p.checkMetadata(fault)
	hrefs := p.checkManifest(fault)
	for _, point := range flat(p.TOC) {
		if strings.TrimSpace(point.Title) == "" {
			fault("7.4.2", "an entry of the table of contents (%s) has no words", point.Href)
		}
		if !hrefs[withoutFragment(point.Href)] {
			fault("7.4.2", "the table of contents leads to %s, which is not in the spine", point.Href)
		}
	}
	if len(p.TOC) == 0 {
		fault("7.4.2", "there is no table of contents")
	}
	for _, l := range p.Landmarks {
		if l.Type == "" || l.Title == "" || !hrefs[withoutFragment(l.Href)] && l.Href != navHref {
			fault("7.4.4", "the landmark %q leads to %s, which is not in the spine, or has no words", l.Title, l.Href)
		}
	}
	return errors.Join(faults...)
}

func (p *Publication) checkMetadata(fault func(section, format string, args ...any)) {
	m := &p.Metadata
	for _, need := range []struct{ section, name, value string }{
		{"5.5.3.1.1", "identifier", m.Identifier}, {"5.5.3.1.2", "title", m.Title}, {"5.5.3.1.3", "language", m.Language},
	} {
		if strings.TrimSpace(need.value) == "" {
			fault(need.section, "the publication has no %s", need.name)
		}
	}
	if m.Modified.IsZero() || m.Modified.Year() < 1 || m.Modified.Year() > 9999 {
		fault("5.5.5", "there is no date of last modification")
	}
	// A11Y 2.2: what must be said.
	if len(m.AccessModes) == 0 || len(m.Features) == 0 || len(m.Hazards) == 0 {
		fault("Accessibility 2.2", "access modes, accessibility features and hazards must be said")
	}
}

// checkManifest looks at the resources and gives the hrefs of the spine.
func (p *Publication) checkManifest(fault func(section, format string, args ...any)) map[string]bool {
	hrefs, spine := map[string]bool{navHref: true, ncxHref: true}, map[string]bool{}
	covers := 0
	for _, item := range p.Manifest {
		switch {
		case !validHref(item.Href):
			fault("4.2.3", "the name %q cannot be that of a file", item.Href)
		case hrefs[item.Href]:
			fault("5.6.2", "%s is there twice", item.Href)
		case item.MediaType == "":
			fault("5.6.2", "%s has no media type", item.Href)
		}
		hrefs[item.Href] = true
		if item.Spine {
			spine[item.Href] = true
			if item.MediaType != XHTML {
				fault("5.7.2", "%s is in the spine and no XHTML content document", item.Href)
			}
		}
		if slices.Contains(item.Properties, "cover-image") {
			covers++
		}
	}
	if covers > 1 {
		fault("D.6.1", "there are %d cover images", covers)
	}
	if len(spine) == 0 {
		fault("5.7.1", "the spine is empty")
	}
	if p.TOCAfter != "" && !spine[p.TOCAfter] {
		fault("5.7.1", "the table of contents is to follow %s, which is not in the spine", p.TOCAfter)
	}
	return spine
}

// validHref says whether a name is one that every file system and every reader
// takes (EPUB 4.2.3): no space, no reserved mark, and nothing that an address would
// have to escape.
func validHref(href string) bool {
	if !archive.Local(href) || len(href) > 255 {
		return false
	}
	return !strings.ContainsFunc(href, func(r rune) bool {
		return r > unicode.MaxASCII || r <= ' ' || r == 0x7F || strings.ContainsRune("\"#%&*:<>?\\^`{|}'", r)
	}) && !strings.HasSuffix(href, ".")
}

func withoutFragment(href string) string {
	before, _, _ := strings.Cut(href, "#")
	return before
}

// flat is a tree of entries as a list, parents first.
func flat(points []NavPoint) []NavPoint {
	var out []NavPoint
	for _, p := range points {
		out = append(append(out, p), flat(p.Kids)...)
	}
	return out
}
