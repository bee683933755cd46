package course

import "strings"

// WithoutIDs is a page's source without its ids, for readers who want the text alone (atelier export --plain).
// Nothing else changes, and the page reads the same.
func WithoutIDs(text string) string {
	_, start, _ := cutFront(text)
	body := text[start:]
	var b strings.Builder
	b.WriteString(text[:start])
	at := 0
	for _, s := range findSlots(body) {
		if s.id == "" {
			continue
		}
		from, to := s.span(body)
		if from < at || to > len(body) {
			continue
		}
		b.WriteString(body[at:from])
		at = to
	}
	b.WriteString(body[at:])
	return b.String()
}

// span is the bytes an id takes: with the blank before it, or with its line and the blank line before that.
func (s *slot) span(body string) (from, to int) {
	size := 1 + len(s.id)
	if s.plus {
		size++
	}
	if s.loneAt == 0 {
		from, to = s.at-size, s.at
		for from > 0 && (body[from-1] == ' ' || body[from-1] == '\t') {
			from--
		}
		return from, to
	}
	from, to = s.loneAt, s.loneAt+size
	for range 2 { // its own line, and the blank one before
		line := strings.LastIndexByte(body[:from], '\n')
		if line < 0 || strings.Trim(body[line+1:from], " >\t\r") != "" {
			break
		}
		from = line
	}
	if from > 0 && body[from-1] == '\r' {
		from--
	}
	return from, to
}
