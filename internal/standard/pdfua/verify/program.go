package verify

// program is an embedded font program: what its rules ask of it.
type program interface {
	// codeName is the glyph name the program's own encoding gives to a code; empty when it has none.
	codeName(code int) string
}

func (fn *font) program() program { return nil }
