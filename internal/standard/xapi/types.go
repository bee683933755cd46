package xapi

import (
	"regexp"
	"strings"
	"time"
)

// ValidUUID says whether s is a UUID in its standard form (4.4; RFC 4122, 3), in
// either case.
func ValidUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !isHex(c) {
				return false
			}
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// ValidIRI says whether s is an IRI with a scheme (2.2; RFC 3987): a name, a colon and
// signs that may stand in an IRI behind it.
func ValidIRI(s string) bool {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || rest == "" || scheme == "" {
		return false
	}
	for i := range len(scheme) {
		c := scheme[i] | 0x20
		letter := 'a' <= c && c <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(scheme[i]))) {
			return false
		}
	}
	for _, r := range rest {
		if r <= ' ' || r == 0x7f || r == 0xa0 || r == 0xfffd || strings.ContainsRune("<>\"{}|\\^`", r) {
			return false
		}
	}
	return true
}

// rfc5646 is the grammar of RFC 5646, 2.1, without the list of grandfathered tags that
// it does not say by rule.
var rfc5646 = regexp.MustCompile(`(?i)^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?` +
	`(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|` +
	`i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de)|art-lojban|cel-gaulish|no-(?:bok|nyn)|zh-(?:guoyu|hakka|min|min-nan|xiang))$`)

// ValidLanguage says whether s is a tag of RFC 5646 (4.2).
func ValidLanguage(s string) bool {
	// The tags that nearly everybody writes: "en", "fr-CA".
	lower := func(i int) bool { return 'a' <= s[i]|0x20 && s[i]|0x20 <= 'z' }
	switch {
	case len(s) == 2 && lower(0) && lower(1):
		return true
	case len(s) == 5 && s[2] == '-' && lower(0) && lower(1) && lower(3) && lower(4):
		return true
	}
	return len(s) <= 255 && rfc5646.MatchString(s)
}

var iso8601 = regexp.MustCompile(`^(\d{4})-?(\d\d)-?(\d\d)[Tt](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?([Zz]|[+-]\d\d(?::?\d\d)?)?$`)

// ParseTime reads a timestamp (1.0.3: ISO 8601 with date and time, 4.5; 2.0: RFC 3339,
// whose form ISO 8601 includes). Without an offset it is UTC. An offset of minus zero,
// which the specification forbids, is refused, and so is a moment that no calendar has.
// A leap second, at the end of a month in UTC, is the first moment after it, as clocks of
// computers have it.
func ParseTime(s string) (time.Time, bool) {
	// The form that nearly everybody writes is read at once. The library takes an hour of one figure.
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil && s[13] == ':' {
		return t.UTC(), !strings.HasSuffix(s, "-00:00") && !strings.Contains(s[19:], "24:")
	}
	m := iso8601.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	zone, ok := zoneOf(m[8])
	if !ok {
		return time.Time{}, false
	}
	second, fraction := m[6], m[7]
	leap := second == "60"
	switch {
	case second == "":
		second = "00"
	case leap:
		second = "59"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	t, err := time.Parse(time.RFC3339Nano, m[1]+"-"+m[2]+"-"+m[3]+"T"+m[4]+":"+m[5]+":"+second+fraction+zone)
	t = t.UTC()
	if err == nil && leap {
		t = t.Add(time.Second)
		return t, t.Day() == 1 && t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0
	}
	return t, err == nil
}

// zoneOf is an offset of ISO 8601 as RFC 3339 writes it.
func zoneOf(s string) (zone string, ok bool) {
	switch s = strings.ReplaceAll(strings.ToUpper(s), ":", ""); s {
	case "", "Z":
		return "Z", true
	case "-00", "-0000":
		return "", false
	}
	if len(s) == 3 {
		s += "00"
	}
	return s[:3] + ":" + s[3:], s[1:3] < "24"
}

// ValidDuration says whether s is a duration (4.6; ISO 8601, 4.4.3.2): weeks alone, or
// parts in their order, of which the last may have a fraction.
func ValidDuration(s string) bool {
	rest, ok := strings.CutPrefix(s, "P")
	if !ok || rest == "" {
		return false
	}
	if weeks, ok := strings.CutSuffix(rest, "W"); ok {
		last := false
		return amount(weeks, &last)
	}
	date, clock, timed := strings.Cut(rest, "T")
	last := false
	return parts(date, "YMD", &last) && (!timed || clock != "") && parts(clock, "HMS", &last)
}

// parts reads amounts with the given units, each at most once and in their order. After
// one with a fraction, which sets last, nothing may come.
func parts(s, units string, last *bool) bool {
	for s != "" {
		at := strings.IndexAny(s, units)
		if at < 0 || *last || !amount(s[:at], last) {
			return false
		}
		units = units[strings.IndexByte(units, s[at])+1:]
		s = s[at+1:]
	}
	return true
}

// amount says whether s is a number without sign, and sets last when it has a fraction.
func amount(s string, last *bool) bool {
	whole, fraction, ok := strings.Cut(strings.ReplaceAll(s, ",", "."), ".")
	*last = ok
	return digits(whole) && (!ok || digits(fraction))
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// validMailbox says whether s is "mailto:" and an address (2.4.2.3).
func validMailbox(s string) bool {
	address, ok := strings.CutPrefix(s, "mailto:")
	name, host, at := strings.Cut(address, "@")
	return ok && at && name != "" && host != "" && !strings.Contains(host, "@") && ValidIRI(s)
}

// validHex says whether s is n hexadecimal digits.
func validHex(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if !isHex(s[i]) {
			return false
		}
	}
	return true
}

// ValidVersion says whether a statement in an edition of the specification may have this
// version (2.4.10; IEEE 9274.1.1, 4.2.4.3): "1.0" and "1.0.x", in 2.0 also "2.0.x".
func ValidVersion(s string, e Edition) bool {
	if s == "1.0" {
		return true
	}
	patch, ok := strings.CutPrefix(s, "1.0.")
	if !ok && e == V2 {
		patch, ok = strings.CutPrefix(s, "2.0.")
	}
	return ok && len(patch) <= 4 && digits(patch)
}
