package privacy

import (
	"strings"
	"time"

	"atelier/internal/base/lang"
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
