package course

import "atelier/internal/base/lang"

// Passage is one translatable string in one language.
type Passage struct {
	Place
	ID     ID
	Tag    lang.Tag
	Kind   string // "heading", "paragraph", "alt", "yaml" …: what the string is
	Text   string // normalised source text, without the id: what the hash is made of
	Plain  string // as a reader hears it: no markup
	Page   *Page  // nil for strings of YAML files
	Block  *Block // nil for strings of YAML files
	Module *Module
}

// Hash is the first twelve hexadecimal digits of the SHA-256 of the normalised text
// (docs/format/course.md, "Parity files").
func (p Passage) Hash() string { return hash(p.Text) }
