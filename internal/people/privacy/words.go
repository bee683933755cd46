package privacy

import (
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/people/privacy/pages"
)

// spokenDay says a day in words; nothing for no day.
func spokenDay(face lang.Tag, day string) (string, error) {
	if day == "" {
		return "", nil
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "", err
	}
	return lang.Date(face, t), nil
}

// blocks reads plain text: a blank line ends a paragraph; lines that all begin with a hyphen are a list.
func blocks(text string) (out []pages.Block) {
	for _, part := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		var lines, items []string
		for _, line := range strings.Split(strings.TrimSpace(part), "\n") {
			if item, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok {
				items = append(items, item)
			} else if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		if len(lines)+len(items) > 0 {
			out = append(out, pages.Block{Text: strings.Join(lines, " "), Items: items})
		}
	}
	return out
}

// contactAddress is where a link to a contact leads; empty when it is neither a mail nor a web address.
func contactAddress(contact string) string {
	switch {
	case strings.HasPrefix(contact, "https://"), strings.HasPrefix(contact, "http://"):
		return contact
	case strings.Contains(contact, "@") && !strings.ContainsAny(contact, " ?&<>\"'"):
		return "mailto:" + contact
	}
	return ""
}
