package lang

import "embed"

//go:embed catalogue
var sharedFiles embed.FS

// shared holds the words that numbers, dates and lists are written with.
var shared = MustCatalogue(sharedFiles)
