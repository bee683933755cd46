package player

import (
	"embed"

	"atelier/internal/base/lang"
)

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

// say is a word of the player, in the interface language t.
func say(t lang.Tag, key string) string { return words.Say(t, key) }
