// Package pages draws the pages of identity: typed values and the templates that
// show them.
package pages

//go:generate go tool templ generate -path .
