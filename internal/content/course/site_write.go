package course

import (
	"regexp"
	"slices"
	"strings"
)

// Pieces is what a string says, cut into words and marks; false when it cannot be cut.
func (s Site) Pieces() ([]Piece, bool) {
	switch s.Form {
	case Running, Cell:
		return Pieces(s.Raw)
	}
	if s.Absent {
		return nil, true
	}
	text := s.Words
	if s.Form == Alt {
		text = readWords(s.Raw)
	}
	return []Piece{{Kind: WordPiece, Of: Text, Raw: text, Text: text}}, true
}

// Write is the source of the string when it says other pieces, as it has to stand from From to To. It is false when it
// cannot be written so.
func (s Site) Write(pieces []Piece) (string, bool) {
	if s.Locked || s.Form == Verbatim {
		return "", false
	}
	switch s.Form {
	case Running, Cell:
		raw, ok := FromPieces(pieces)
		if s.Form == Cell {
			raw = escapePipes(raw)
		}
		raw = strings.ReplaceAll(strings.TrimSpace(raw), "\n", "\n"+s.prefix)
		return raw, ok && raw != ""
	}
	var b strings.Builder
	for _, p := range pieces {
		if p.Kind != WordPiece {
			return "", false
		}
		b.WriteString(p.Text)
	}
	text := strings.TrimSpace(b.String())
	switch {
	case text == "" || strings.ContainsAny(text, "\n\r\x00"):
		return "", false
	case s.Form == Alt:
		return escapeAll(text, "\\`*_[]<>&!"), true
	case s.Form == Quoted && s.Kind == "caption":
		return escapeAll(text, "\\\"&"), true
	case s.Form == Quoted:
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`, true
	}
	return s.lead + yamlScalar(text, s.Raw), true
}

func escapeAll(s, set string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(set, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// escapePipes marks every bar that does not end a cell.
func escapePipes(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '|' && (i == 0 || s[i-1] != '\\') {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// plainScalar is what YAML reads as text without quotes, in any place.
var plainScalar = regexp.MustCompile(`^\pL[\pL\pN ’,.;()/«»\x{A0}\x{202F}–—-]*$`)

// yamlWord is what YAML does not read as text though it looks like it.
var yamlWord = regexp.MustCompile(`(?i)^(?:true|false|yes|no|on|off|null|nan|inf)$`)

// yamlScalar writes a text as its former source is written: in the same quotes, without any only where that is safe.
func yamlScalar(text, former string) string {
	switch {
	case strings.HasPrefix(former, "'"):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case former != "" && former[0] != '"' && plainScalar.MatchString(text) && !yamlWord.MatchString(text) && !strings.Contains(text, ","):
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\t", `\t`).Replace(text) + `"`
}

// SiteEdit is a new source of a string.
type SiteEdit struct {
	Site Site
	New  string // as Site.Write gives it
}

// Rewrite is a file with other strings in their places. Nothing else of it changes.
func Rewrite(text string, edits []SiteEdit) string {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b SiteEdit) int { return a.Site.From - b.Site.From })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		if e.Site.From < at {
			continue
		}
		b.WriteString(text[at:e.Site.From])
		b.WriteString(e.New)
		at = e.Site.To
	}
	b.WriteString(text[at:])
	return b.String()
}
