package parity

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"atelier/internal/base/lang"
)

// WriteText writes the board for people: a table for each part of the course, then the debts, at most most of them
// (0: none, negative: all).
func (b *Board) WriteText(w io.Writer, tag lang.Tag, most int) error {
	p := &printer{w: w, tag: tag}
	p.line("board.title", lang.A{"day": b.Day, "n": b.Total.Pairs})
	p.blank()
	for _, r := range b.Rows {
		if r.Pairs > 0 {
			p.row(r, rowName(r, tag))
		}
	}
	p.row(b.Total, words.Say(tag, "board.total"))
	p.debts(b.Debts, most)
	for _, c := range b.Claims {
		p.line("claim", lang.A{"place": fmt.Sprintf("%s:%d", c.File, c.Line), "id": string(c.ID), "tag": string(c.Tag),
			"declared": c.Declared.Say(tag), "seen": c.Seen.Say(tag), "why": reasonText(tag, c.Reasons)})
	}
	if b.Lapsed > 0 {
		p.line("board.lapsed", lang.A{"n": b.Lapsed})
	}
	if b.Strays > 0 {
		p.line("board.strays", lang.A{"n": b.Strays})
	}
	return p.err
}

func rowName(r Row, tag lang.Tag) string {
	if r.Module == "" {
		return words.Say(tag, "board.outside")
	}
	name := r.Title.In(lang.Interface(tag))
	return strings.TrimSpace(r.Module + "  " + name)
}

// WriteJSON writes the board for programs.
func (b *Board) WriteJSON(w io.Writer) error { return writeJSON(w, b) }

// WriteJSON writes the diff for programs.
func (d Diff) WriteJSON(w io.Writer) error { return writeJSON(w, d) }

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// printer writes lines in one language and keeps the first failure.
type printer struct {
	w   io.Writer
	tag lang.Tag
	err error
}

func (p *printer) print(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, s)
	}
}

func (p *printer) blank() { p.print("\n") }

func (p *printer) line(key string, args lang.A) { p.print(words.Say(p.tag, key, args) + "\n") }

// row is a table: a line for each language, a column for each standing that anything has.
func (p *printer) row(r Row, name string) {
	p.print(name + "\n")
	var shown []State
	for _, s := range Standings() {
		if slices.ContainsFunc(r.Columns, func(c Column) bool { return c.Counts[s] > 0 }) {
			shown = append(shown, s)
		}
	}
	var table strings.Builder
	t := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	heads := []string{"", words.Say(p.tag, "board.words")}
	for _, s := range shown {
		heads = append(heads, words.Say(p.tag, "head."+string(s)))
	}
	heads = append(heads, words.Say(p.tag, "board.behind"))
	fmt.Fprintln(t, strings.Join(heads, "\t")+"\t")
	for _, c := range r.Columns {
		cells := []string{string(c.Tag), lang.Number(p.tag, float64(c.Words), 0)}
		for _, s := range shown {
			cells = append(cells, lang.Number(p.tag, float64(c.Counts[s]), 0))
		}
		cells = append(cells, p.days(c.Behind, c.Basis))
		fmt.Fprintln(t, strings.Join(cells, "\t")+"\t")
	}
	t.Flush() // into memory
	p.print(table.String() + "\n")
}

// days is how long a language is behind and what that is counted from.
func (p *printer) days(n int, basis Basis) string {
	if basis == "" {
		return "–"
	}
	return words.Say(p.tag, "basis."+string(basis), lang.A{"days": words.Say(p.tag, "days", lang.A{"n": n})})
}

func (p *printer) debts(debts []Debt, most int) {
	for i, d := range debts {
		if i == most {
			p.line("board.more", lang.A{"n": len(debts) - most})
			return
		}
		key := "debt." + string(d.State)
		p.line(key, lang.A{"place": fmt.Sprintf("%s:%d", d.File, d.Line), "id": string(d.ID), "tag": string(d.Tag), "ahead": tagNames(d.Ahead),
			"days": p.days(d.Behind, d.Basis), "text": d.Text, "until": d.Until, "because": d.Because, "signed": string(d.Signed)})
	}
}

// WriteText writes the diff for people: each passage with what happened to it, its class in each language and why,
// and what it leaves behind.
func (d Diff) WriteText(w io.Writer, tag lang.Tag) error {
	p := &printer{w: w, tag: tag}
	if len(d.Edits)+len(d.Conditions)+len(d.PagesBorn)+len(d.PagesGone) == 0 && d.Follows == nil {
		p.line("diff.none", nil)
		return p.err
	}
	p.line("diff.title", lang.A{"n": len(d.Edits), "class": d.Class().Say(tag)})
	if d.Follows != nil {
		p.line("diff.follows", lang.A{"before": cmp.Or(d.Follows.Before, "–"), "now": cmp.Or(d.Follows.Now, "–")})
	}
	for _, page := range d.PagesBorn {
		p.line("diff.page-born", lang.A{"page": page})
	}
	for _, page := range d.PagesGone {
		p.line("diff.page-gone", lang.A{"page": page})
	}
	for _, c := range d.Conditions {
		p.line("diff.condition", lang.A{"page": c.Page, "what": c.Say(tag), "class": c.Class.Say(tag)})
	}
	for _, e := range d.Edits {
		p.blank()
		p.edit(e)
	}
	return p.err
}

func (p *printer) edit(e Edit) {
	what := make([]string, len(e.What))
	for i, w := range e.What {
		what[i] = words.Say(p.tag, "what."+string(w))
	}
	p.line("diff.edit", lang.A{"id": string(e.ID), "class": e.Class.Say(p.tag), "what": what, "place": fmt.Sprintf("%s:%d", e.File, e.Line)})
	if e.From != "" {
		p.line("diff.from", lang.A{"page": e.From})
	}
	if len(e.Related) > 0 {
		ids := make([]string, len(e.Related))
		for i, id := range e.Related {
			ids[i] = string(id)
		}
		p.line("diff.related", lang.A{"ids": ids})
	}
	for _, s := range e.Sides {
		p.side(s)
	}
	if len(e.Behind) > 0 {
		p.line("diff.behind", lang.A{"languages": tagNames(e.Behind)})
	}
	if len(e.Lacking) > 0 {
		p.line("diff.lacking", lang.A{"languages": tagNames(e.Lacking)})
	}
}

func (p *printer) side(s Side) {
	head := "  " + string(s.Tag) + "  " + s.Class.Say(p.tag)
	if s.TooLow {
		declared, _ := ParseClass(s.Declared)
		head += " " + words.Say(p.tag, "diff.too-low", lang.A{"declared": declared.Say(p.tag)})
	} else if s.Declared != "" {
		head += " " + words.Say(p.tag, "diff.declared")
	}
	p.print(head + "\n")
	if s.Old != "" {
		p.print("    - " + shorten(s.Old) + "\n")
	}
	if s.New != "" {
		p.print("    + " + shorten(s.New) + "\n")
	}
	for _, r := range s.Reasons {
		p.print("      " + r.Say(p.tag) + "\n")
	}
}

// shorten keeps a long text to a few lines of a terminal.
func shorten(s string) string {
	const most = 320
	s = strings.ReplaceAll(s, "\n", " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

func reasonText(tag lang.Tag, reasons []Reason) string {
	out := make([]string, len(reasons))
	for i, r := range reasons {
		out[i] = r.Say(tag)
	}
	return strings.Join(out, "; ")
}

// Say is the claim as a finding: what was declared, what the machine sees and why.
func (c Claim) Say(tag lang.Tag) string {
	return words.Say(tag, "claim-bare", lang.A{"id": string(c.ID), "tag": string(c.Tag), "declared": c.Declared.Say(tag),
		"seen": c.Seen.Say(tag), "why": reasonText(tag, c.Reasons)})
}
