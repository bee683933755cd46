package parity

import (
	"errors"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
)

// Class is what an edit does to its reader, from least to most. Classes compare with <.
type Class uint8

// The edit classes. The zero value is no edit.
const (
	Same      Class = iota // nothing changed
	Typo                   // spelling, accents, punctuation, spacing
	Clarity                // other words for the same thing
	Meaning                // something else is said
	Structure              // passages were born, retired, moved, split or merged
)

var classNames = [...]string{"same", "typo", "clarity", "meaning", "structure"}

// String is the class as changes/next.yaml writes it.
func (c Class) String() string {
	if int(c) >= len(classNames) {
		return "structure"
	}
	return classNames[c]
}

// MarshalText writes the class by its name.
func (c Class) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Class) UnmarshalText(text []byte) error {
	class, ok := ParseClass(string(text))
	if !ok && string(text) != classNames[Same] {
		return errors.New("parity: no class: " + strconv.Quote(string(text)))
	}
	*c = class
	return nil
}

// Say is the name of the class for people.
func (c Class) Say(tag lang.Tag) string { return words.Say(tag, "class."+c.String()) }

// Say is the name of the state for people.
func (s State) Say(tag lang.Tag) string { return words.Say(tag, "state."+string(s)) }

// ParseClass reads a declared class; false when it is none of the four.
func ParseClass(s string) (Class, bool) {
	for c := Typo; c <= Structure; c++ {
		if s == classNames[c] {
			return c, true
		}
	}
	return Same, false
}

// Signal names what raised a class.
type Signal string

// The signals, in the order in which reasons are given.
const (
	Number     Signal = "number"
	Negation   Signal = "negation"
	Modal      Signal = "modal"
	Quantifier Signal = "quantifier"
	Logic      Signal = "logic" // or, if, unless
	Opposite   Signal = "opposite"
	DefinedAs  Signal = "term" // a term of the glossary
	Name       Signal = "name"
	Date       Signal = "date"
	Unit       Signal = "unit"
	LinkTo     Signal = "link"
	Citation   Signal = "citation"
	CodeText   Signal = "code"
	Symbol     Signal = "symbol"
	Key        Signal = "key"       // what is right in a question
	Attribute  Signal = "attribute" // what a directive says to the machine: kind=single
	Unread     Signal = "unread"    // the machine does not read this language
	Order      Signal = "order"     // the same words in another order
	Rewording  Signal = "rewording" // raises to clarity only
)

// Reason is why the machine reads an edit as it does: what is gone and what came, in the words of the text.
type Reason struct {
	Signal Signal   `json:"signal"`
	Gone   []string `json:"gone,omitempty"`
	Came   []string `json:"came,omitempty"`
}

// Say is the reason as a sentence, quoting the words.
func (r Reason) Say(tag lang.Tag) string {
	about := words.Say(tag, "signal."+string(r.Signal))
	args := lang.A{"about": about, "gone": quoteAll(tag, r.Gone), "came": quoteAll(tag, r.Came)}
	switch {
	case len(r.Gone) > 0 && len(r.Came) > 0:
		return words.Say(tag, "reason.changed", args)
	case len(r.Gone) > 0:
		return words.Say(tag, "reason.gone", args)
	case len(r.Came) > 0:
		return words.Say(tag, "reason.came", args)
	}
	return words.Say(tag, "reason.bare", args)
}

// quoteAll quotes words in the manner of the language; a long list is cut.
func quoteAll(tag lang.Tag, list []string) string {
	const most = 4
	out := make([]string, 0, most+1)
	for i, s := range list {
		if i == most {
			out = append(out, "…")
			break
		}
		out = append(out, words.Say(tag, "quote", lang.A{"text": clip(s)}))
	}
	return strings.Join(out, ", ")
}

// onlyUnread says whether nothing raised the class but that the machine cannot read the language.
func onlyUnread(reasons []Reason) bool {
	for _, r := range reasons {
		if r.Signal != Unread && r.Signal != Rewording {
			return false
		}
	}
	return true
}
