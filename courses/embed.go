// Package courses carries the course that Atelier ships with, so that the program alone can serve it.
package courses

import (
	"embed"
	"io/fs"
)

// ShippedKey is the folder of the course that Atelier ships with.
const ShippedKey = "open-source-in-government"

//go:embed all:open-source-in-government
var files embed.FS

// Shipped is the course in both languages, as it stood when the program was built.
func Shipped() fs.FS {
	sub, err := fs.Sub(files, ShippedKey)
	if err != nil { // the name is a constant of this file
		panic(err)
	}
	return sub
}
