package web

import (
	"context"
	"log/slog"
	"strings"
)

// NewMask puts a mask before a log handler: what looks like a secret or a mail
// address does not get into the log, whoever wrote it there: a mail server's answer,
// a database's, the path of a link that somebody mistyped.
func NewMask(next slog.Handler) slog.Handler { return mask{next} }

type mask struct{ slog.Handler }

// Handle passes on the record, masked.
func (m mask) Handle(ctx context.Context, r slog.Record) error {
	found := dirty(r.Message)
	r.Attrs(func(a slog.Attr) bool {
		found = found || dirtyValue(a.Value)
		return !found
	})
	if !found {
		return m.Handler.Handle(ctx, r)
	}
	clean := slog.NewRecord(r.Time, r.Level, Mask(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(maskAttr(a))
		return true
	})
	return m.Handler.Handle(ctx, clean)
}

// WithAttrs masks what all later records carry.
func (m mask) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = maskAttr(a)
	}
	return mask{m.Handler.WithAttrs(clean)}
}

// WithGroup is slog.Handler's.
func (m mask) WithGroup(name string) slog.Handler { return mask{m.Handler.WithGroup(name)} }

// text is the text of a value, false when it has none that could hold anything.
func text(v slog.Value) (string, bool) {
	switch v.Kind() {
	case slog.KindString:
		return v.String(), true
	case slog.KindAny, slog.KindLogValuer:
		return v.Resolve().String(), true
	}
	return "", false
}

func dirtyValue(v slog.Value) bool {
	if v.Kind() == slog.KindGroup {
		for _, a := range v.Group() {
			if dirtyValue(a.Value) {
				return true
			}
		}
		return false
	}
	s, ok := text(v)
	return ok && dirty(s)
}

func maskAttr(a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindGroup {
		var clean []slog.Attr
		for _, one := range a.Value.Group() {
			clean = append(clean, maskAttr(one))
		}
		return slog.Attr{Key: a.Key, Value: slog.GroupValue(clean...)}
	}
	if s, ok := text(a.Value); ok && dirty(s) {
		return slog.String(a.Key, Mask(s))
	}
	return a
}

// The lengths from which a run of letters and digits is taken for a secret: with
// capitals and digits, and with capitals alone. clock.Secret gives 43 characters.
const (
	mixedSecret = 32
	plainSecret = 40
)

// secretRun looks at text byte by byte and says when a run is long and mixed enough.
type secretRun struct {
	length       int
	upper, digit bool
}

func (r *secretRun) add(c byte) bool {
	switch {
	case c|0x20 >= 'a' && c|0x20 <= 'z', c == '-', c == '_': // base64url
		r.upper = r.upper || c >= 'A' && c <= 'Z'
	case c >= '0' && c <= '9':
		r.digit = true
	default:
		*r = secretRun{}
		return false
	}
	r.length++
	return r.upper && (r.length >= plainSecret || r.digit && r.length >= mixedSecret)
}

// dirty says whether there is anything to mask. It reads the text once.
func dirty(s string) bool {
	var run secretRun
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '@', c == '%' && strings.HasPrefix(s[i:], "%40"), run.add(c):
			return true
		}
	}
	return false
}

// Mask replaces what looks like a mail address, and long runs that look like
// secrets, by "…". Slugs keep: they have no capitals.
func Mask(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := 0
		for n < len(s) && !breaks(s[n]) {
			n++
		}
		if word := s[:n]; dirty(word) {
			b.WriteString("…")
		} else {
			b.WriteString(word)
		}
		if n < len(s) {
			b.WriteByte(s[n])
			n++
		}
		s = s[n:]
	}
	return b.String()
}

// breaks says whether a byte ends a word: what stands around addresses in messages
// and between the parts of a path.
func breaks(c byte) bool {
	switch c {
	case ' ', '/', '"', '\'', '<', '>', '(', ')', '[', ']', '{', '}', ',', ';', '&', '?', '=', '\n', '\r', '\t', '`':
		return true
	}
	return false
}
