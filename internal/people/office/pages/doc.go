// Package pages draws the pages of the office.
package pages

//go:generate go tool templ generate -path .
