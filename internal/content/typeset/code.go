package typeset

import "strings"

// code sets text whose line feeds stand; a line that is too long goes on in the
// next, further in.
func (f *flow) code(t *Text, in place) {
	text := ""
	for _, i := range t.Inlines {
		text += i.Text
	}
	rows := strings.Split(strings.TrimRight(text, "\n"), "\n")
	var all []line
	for i, row := range rows {
		row = strings.ReplaceAll(row, "\t", "    ")
		// Blanks at the start of a line are part of it.
		lead := len(row) - len(strings.TrimLeft(row, " "))
		row = strings.Repeat("\u00a0", lead) + row[lead:]
		if row == "" {
			row = "\u00a0"
		}
		if i < len(rows)-1 {
			row += " "
		}
		atoms := f.atoms([]Inline{{Text: row}}, t.Style, in.lang, true)
		atoms = f.words.narrow(atoms, in.width)
		all = append(all, breakLines(atoms, in.width, in.width)...)
	}
	f.lines(t, all, in, false)
}
