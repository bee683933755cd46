// Package bibtex writes bibliographies for LaTeX: UTF-8 in the data model of biblatex 3.20 (manual, chapter 2), which
// Biber and reference managers read.
//
// Fields are literal text: what LaTeX would read as a command is escaped, addresses are kept as they are (biblatex
// manual, 2.2.1, verbatim fields), and titles keep their capitals. A bibliography has an entry for each key.
package bibtex

import "strings"

// Entry is one work.
type Entry struct {
	Type   string // "report", "online" …: biblatex manual, 2.1.1
	Key    string // letters, digits and hyphens
	Fields []Field
}

// Field is one field of a work. Those without a value are left out.
type Field struct {
	Name, Value string
	Verbatim    bool // an address
	Whole       bool // a title whose capitals stay
	Ready       bool // escaped already: Names
}

// Write is a bibliography.
func Write(entries []Entry) []byte {
	var b strings.Builder
	b.WriteString("% Encoding: UTF-8\n")
	for _, e := range entries {
		b.WriteString("\n@" + e.Type + "{" + e.Key + ",\n")
		for _, f := range e.Fields {
			value := f.Value
			switch {
			case value == "":
				continue
			case f.Ready:
			case f.Verbatim:
				value = address(value)
			default:
				value = Escape(value)
			}
			if f.Whole {
				value = "{" + value + "}"
			}
			b.WriteString("  " + f.Name + " = {" + value + "},\n")
		}
		b.WriteString("}\n")
	}
	return []byte(b.String())
}

var special = strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `$`, `\$`, `&`, `\&`, `#`, `\#`, `_`, `\_`, `%`, `\%`,
	`^`, `\textasciicircum{}`, `~`, `\textasciitilde{}`, "\u00A0", "~", "\u202F", `\,`, "\n", " ", "\r", " ", "\t", " ")

// Escape is text that LaTeX prints as it is.
func Escape(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7F {
			return -1
		}
		return r
	}, special.Replace(s))
}

// address keeps the braces of a field balanced; everything else of an address is verbatim.
func address(s string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C", " ", "%20", "\n", "", "\r", "", "\t", "").Replace(s)
}

// Names is a list of names, in the order of the work; a name that is one, such as that of an organisation, is in braces.
func Names(names []Name) string {
	var out []string
	for _, n := range names {
		switch {
		case n.Literal != "":
			out = append(out, "{"+Escape(n.Literal)+"}")
		case n.Given != "":
			out = append(out, Escape(n.Family)+", "+Escape(n.Given))
		default:
			out = append(out, "{"+Escape(n.Family)+"}")
		}
	}
	return strings.Join(out, " and ")
}

// Name is an author.
type Name struct{ Family, Given, Literal string }
