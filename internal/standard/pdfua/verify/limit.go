package verify

// Limits on what one file may cost. They are far above what a course edition needs and far below what hurts a server.
const (
	// maxObjects is how many indirect objects one file may name.
	maxObjects = 2_000_000
	// maxNesting is how deep arrays and dictionaries, page trees, name trees and form XObjects may nest.
	maxNesting = 64
	// maxTreeDepth is how deep the structure tree may nest.
	maxTreeDepth = 256
	// maxElements is how many structure elements one file may have.
	maxElements = 1_000_000
	// maxStream is the decoded size in bytes of one stream.
	maxStream = 64 << 20
	// maxDecoded is the size in bytes of all that is made from one file: decoded streams, texts, structure elements.
	// It bounds the memory also of a small file that refers to the same parts again and again.
	maxDecoded = 256 << 20
	// maxOperators is how much content is run for one file: one for each operator and each 32 bytes, forms counted each
	// time they are drawn; nodes of page and number trees, annotations and widths are counted too. It bounds the time.
	maxOperators = 40_000_000
	// maxViolations is how many violations of one rule are listed; more are counted only.
	maxViolations = 50
	// maxTableCells is how many grid positions one table may have.
	maxTableCells = 1_000_000
)
