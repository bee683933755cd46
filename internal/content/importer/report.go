package importer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/standard/xliff"
)

// WriteJSON writes the plan for programs.
func (p *Plan) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(p)
}

// WriteText writes the plan for people: what would change, by passage and class; what is not applied, why, and what to
// do; what there is to know.
func (p *Plan) WriteText(w io.Writer, tag lang.Tag) error {
	var b strings.Builder
	line := func(key string, args lang.A) { b.WriteString(words.Say(tag, key, args) + "\n") }
	line("plan.title", lang.A{"from": string(p.From), "to": string(p.To), "n": len(p.Changes), "refused": len(p.Refused), "unchanged": p.Unchanged})
	for _, c := range p.Changes {
		b.WriteByte('\n')
		line("plan.change", lang.A{"unit": c.Unit, "class": c.Class.Say(tag), "place": place(c.File, c.Line)})
		sides(&b, c.Old, c.New)
		for _, r := range c.Reasons {
			b.WriteString("      " + r.Say(tag) + "\n")
		}
	}
	for _, r := range p.Refused {
		b.WriteByte('\n')
		line("plan.refused", lang.A{"unit": firstOf(r.Unit, r.File), "place": place(r.File, r.Line), "why": r.Say(tag)})
		sides(&b, r.Old, r.New)
	}
	if len(p.Notices) > 0 {
		b.WriteByte('\n')
	}
	for _, r := range p.Notices {
		line("plan.notice", lang.A{"unit": firstOf(r.Unit, r.File), "what": r.Say(tag)})
	}
	if p.Empty > 0 {
		line("plan.untranslated", lang.A{"n": p.Empty})
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func place(file string, line int) string {
	if file == "" || line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d", file, line)
}

func sides(b *strings.Builder, old, new string) {
	for _, side := range [][2]string{{"    - ", old}, {"    + ", new}} {
		if side[1] != "" {
			b.WriteString(side[0] + shorten(clean(side[1])) + "\n")
		}
	}
}

// shorten keeps a long text to a few lines of a terminal.
func shorten(s string) string {
	const most = 320
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Unreadable is a refusal of the reader as an error for people.
func Unreadable(err error) error {
	var wrong *xliff.Error
	if !errors.As(err, &wrong) {
		return err
	}
	return fault.New(fault.Invalid, words, "unreadable."+wrong.Code, lang.A{"line": wrong.Line, "what": wrong.What, "section": wrong.Section}).WithHint("unreadable.hint").Because(err)
}
