package pages

import "atelier/internal/base/lang"

// DataFile is everything that is kept of somebody, as a file that stands alone.
type DataFile struct {
	Words    *lang.Catalogue
	Face     lang.Tag
	Date     string // in words
	Sections []Section
}

// Section is one kind of thing: a table or a value.
type Section struct {
	Title string
	Table *Table
	Value Value
}

// Table is a table of texts.
type Table struct {
	Columns []string
	Rows    [][]string
}

// Value is a text, named values, or a list.
type Value struct {
	Text  string
	Pairs []Pair
	Items []Value
}

// Pair is a named value.
type Pair struct {
	Name  string
	Value Value
}

// Empty says that there is nothing to read.
func (v Value) Empty() bool { return v.Text == "" && len(v.Pairs) == 0 && len(v.Items) == 0 }

func (f DataFile) say(key string) string { return f.Words.Say(f.Face, "mine."+key) }
