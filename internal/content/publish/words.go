package publish

import (
	"embed"

	"atelier/internal/base/lang"
)

//go:embed catalogue
var catalogueFiles embed.FS

// Words are what the editions say around a course, in the languages of the interface.
var Words = lang.MustCatalogue(catalogueFiles)

// Say is a word of the editions, in the interface language t.
func Say(t lang.Tag, key string, args ...lang.A) string { return Words.Say(t, key, args...) }
