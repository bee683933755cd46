package typeset

import "strconv"

func itoa(n int) string { return strconv.Itoa(n) }

// Trouble is something that could not be set as it should be. Nothing is left out
// without one.
type Trouble struct {
	ID   string // of the block
	Code string // glyph, table-parted
	Text string // the word, or the columns
}
