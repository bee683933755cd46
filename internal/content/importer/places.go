package importer

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

// places finds where translations go that have no string of the course to replace: a page that the language lacks is
// made whole from the other language's; a paragraph or heading goes between its neighbours. What finds no place is
// told.
func (p *planner) places() {
	for _, stem := range slices.Sorted(maps.Keys(p.lacks)) {
		file := stem + "." + string(p.to) + ".md"
		source := stem + "." + string(p.from) + ".md"
		switch _, exists := p.c.Files[file]; {
		case strings.HasSuffix(stem, ".yaml"):
			for _, w := range p.lacks[stem] {
				p.refuse(UnitName(w.site), w.site, "no-place", nil, "", join(w.pieces))
			}
		case exists:
			p.insert(source, file, p.lacks[stem])
		default:
			p.newPage(source, file, p.lacks[stem])
		}
	}
}

// former is the line of old addresses, which a page in another language never had.
var former = regexp.MustCompile(`(?m)^formerly:.*\n`)

// newPage makes a page from that of the other language: ids, structure and codes stay, the words are the translation's,
// the address is made of the title. All of its strings must be translated.
func (p *planner) newPage(source, file string, list []wanted) {
	text := p.c.Files[source].Text
	given := map[string][]course.Piece{}
	for _, w := range list {
		given[UnitName(w.site)] = w.pieces
	}
	var edits []course.SiteEdit
	var lacking []string
	title := ""
	for _, s := range p.source {
		name := UnitName(s)
		if s.File != source || s.Form == course.Verbatim || strings.HasSuffix(name, "/slug") {
			continue
		}
		pieces, ok := given[name]
		written, fits := s.Write(pieces)
		if !ok || !fits {
			lacking = append(lacking, name)
			continue
		}
		if title == "" && s.Kind == "heading" {
			title = join(pieces)
		}
		edits = append(edits, course.SiteEdit{Site: s, New: written})
	}
	if len(lacking) > 0 {
		p.plan.Refused = append(p.plan.Refused, Refusal{File: file, Code: "page-incomplete", Args: map[string]any{"n": len(lacking), "first": lacking[0]}})
		return
	}
	for _, s := range p.source {
		if s.File == source && strings.HasSuffix(UnitName(s), "/slug") {
			edits = append(edits, course.SiteEdit{Site: s, New: slug(title)})
		}
	}
	whole := former.ReplaceAllString(course.Rewrite(text, edits), "")
	p.plan.Changes = append(p.plan.Changes, Change{Unit: strings.TrimSuffix(file, ".md"), File: file, Class: parity.Structure, New: whole,
		site: course.Site{Place: course.Place{File: file}, Locked: true}})
	p.plan.Notices = append(p.plan.Notices, Refusal{File: file, Code: "page-made", Args: map[string]any{"slug": slug(title)}})
}

// slug is an address made of a title: letters without accents, digits and hyphens.
func slug(title string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(title)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			b.WriteByte('-')
		}
	}
	parts := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' })
	if len(parts) > 8 {
		parts = parts[:8]
	}
	if len(parts) == 0 {
		return "page"
	}
	return strings.Join(parts, "-")
}

// insert puts paragraphs and headings that stand alone in their page (in no list, quote or directive) after the passage
// that comes before them in the other language, or before the one that comes next.
func (p *planner) insert(source, file string, list []wanted) {
	order, at := p.order(source)
	anchors := map[string]int{} // bytes of the file after which a passage ends, by unit
	for _, w := range list {
		name := UnitName(w.site)
		i, known := at[name]
		block, ok := p.block(w)
		if !known || !ok {
			p.refuse(name, w.site, "no-place", nil, "", join(w.pieces))
			continue
		}
		where, after := -1, true
		if i > 0 && order[i-1].Top {
			before := UnitName(order[i-1])
			if s, has := p.targets[before]; has && s.Top {
				where = lineEnd(p.c.Files[file].Text, s.To)
			} else if end, has := anchors[before]; has {
				where = end
			}
		}
		if where < 0 && i+1 < len(order) && order[i+1].Top {
			if s, has := p.targets[UnitName(order[i+1])]; has && s.Top {
				where, after = strings.LastIndexByte(p.c.Files[file].Text[:s.From], '\n')+1, false
			}
		}
		if where < 0 {
			p.refuse(name, w.site, "no-place", nil, "", join(w.pieces))
			continue
		}
		text := block + "\n\n"
		if after {
			text = "\n\n" + block
		}
		anchors[name] = where
		p.plan.Changes = append(p.plan.Changes, Change{Unit: name, ID: w.site.ID, File: file, Class: parity.Structure, New: text, pieces: w.pieces,
			site: course.Site{Place: course.Place{File: file}, From: where, To: where, Locked: true}})
	}
}

// order is the passages of a page in the order of its source, and where each stands in it.
func (p *planner) order(source string) ([]course.Site, map[string]int) {
	var out []course.Site
	at := map[string]int{}
	for _, s := range p.source {
		if s.File == source && s.Part == "" && !strings.Contains(string(s.ID), "/") {
			at[UnitName(s)] = len(out)
			out = append(out, s)
		}
	}
	return out, at
}

// block is a passage as a block of its own, with its id.
func (p *planner) block(w wanted) (string, bool) {
	if !w.site.Top || w.site.Part != "" || w.site.Nth > 1 || w.site.Kind != "paragraph" && w.site.Kind != "heading" {
		return "", false
	}
	text, ok := w.site.Write(w.pieces)
	whole := p.c.Files[w.site.File].Text
	line := whole[strings.LastIndexByte(whole[:w.site.From], '\n')+1 : w.site.From]
	return line + text + " ^" + string(w.site.ID), ok && strings.Trim(line, "# ") == "" && !strings.Contains(text, "\n")
}

func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(text)
}
