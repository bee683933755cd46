// Package pages draws the pages of the library about releases.
package pages

//go:generate go tool templ generate -path .
