// Package fault is how something that went wrong reaches a person.
//
// A fault has a kind, a public message in every interface language, perhaps a
// hint that says what to do, and a private cause. Message and hint are keys in
// the catalogue of the package that makes the fault and become text at the edge,
// in the language of whoever reads. The cause and the operations on the way are
// for the log and never shown to a person.
//
//	var words = lang.MustCatalogue(files)
//	func Open(name string) (err error) {
//		defer fault.Wrap(&err, "library.Open(%q)", name)
//		...
//		return fault.New(fault.NotFound, words, "no-course", lang.A{"name": name})
//	}
//
// An error that is no fault counts as Internal and is told without detail.
package fault

import (
	"embed"
	"errors"
	"fmt"
	"strings"

	"atelier/internal/base/lang"
)

//go:embed catalogue
var files embed.FS

// general holds what is said of an error of which nothing else may be said.
var general = lang.MustCatalogue(files)

// Error is a fault: what kind it is, what a person is told, and why.
type Error struct {
	Kind    Kind
	Key     string // the public message, in the catalogue
	Args    lang.A // the values in the message and in the hint
	HintKey string // what to do; when empty, Key + ".hint" where it exists
	Cause   error  // private: for the log only

	words *lang.Catalogue
}

// New makes a fault whose public message is a key of the given catalogue.
func New(kind Kind, words *lang.Catalogue, key string, args ...lang.A) *Error {
	all := lang.A{}
	for _, a := range args {
		for k, v := range a {
			all[k] = v
		}
	}
	return &Error{Kind: kind, Key: key, Args: all, words: words}
}

// Because adds the private cause and returns the same fault.
func (e *Error) Because(cause error) *Error {
	e.Cause = cause
	return e
}

// WithHint names the key of the hint and returns the same fault.
func (e *Error) WithHint(key string) *Error {
	e.HintKey = key
	return e
}

// Message is what a person is told, in the interface language of tag.
func (e *Error) Message(tag lang.Tag) string {
	if e.words == nil {
		return general.Say(tag, e.Kind.String())
	}
	return e.words.Say(tag, e.Key, e.Args)
}

// Hint is what a person can do about it, or "" when nothing can be said.
func (e *Error) Hint(tag lang.Tag) string {
	key := e.HintKey
	if key == "" {
		key = e.Key + ".hint"
	}
	if e.words == nil || !e.words.Has(tag, key) {
		return ""
	}
	return e.words.Say(tag, key, e.Args)
}

// Error is the text for the log: the English message and the cause.
func (e *Error) Error() string {
	s := e.Message(lang.English)
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap is the private cause.
func (e *Error) Unwrap() error { return e.Cause }

// Wrap adds the operation and its main arguments to a non-nil error, for the
// log. It is deferred at the top of a function with a named result.
func Wrap(errp *error, format string, args ...any) {
	if *errp != nil {
		*errp = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *errp)
	}
}

// Message is what a person is told of any error: the message of the fault in it,
// or a general sentence that reveals nothing.
func Message(err error, tag lang.Tag) string {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Message(tag)
	}
	return general.Say(tag, KindOf(err).String())
}

// Hint is the hint of the fault in an error, or the general hint of its kind, or "".
func Hint(err error, tag lang.Tag) string {
	if f, ok := errors.AsType[*Error](err); ok {
		if hint := f.Hint(tag); hint != "" {
			return hint
		}
	}
	key := KindOf(err).String() + ".hint"
	if general.Has(tag, key) {
		return general.Say(tag, key)
	}
	return ""
}

// Lines is a fault as a terminal shows it: the message, then the hint.
func Lines(err error, tag lang.Tag) string {
	return strings.TrimSpace(Message(err, tag) + "\n" + Hint(err, tag))
}
