package ebook

import (
	_ "embed"
	"regexp"
	"strings"
)

// bookStyle is the style of every page of a book.
const bookStyle = "style.css"

// bookCSS is its source: $NAME is a token of colour.
//
//go:embed epub.css
var bookCSS string

// colour is a token in light and in dark.
type colour struct{ light, dark string }

// bookTokens are the tokens of base/page that a book draws with, as plain colours:
// few readers of e-books know variables.
var bookTokens = map[string]colour{
	"ground": {"#fbfaf7", "#14181c"}, "sheet": {"#ffffff", "#1b2026"}, "ink": {"#1d2328", "#e9e6df"}, "ink-2": {"#4c555d", "#b6babb"},
	"line": {"#dfdbd2", "#333a42"}, "line-strong": {"#767c83", "#89929b"}, "accent": {"#0b5563", "#7fd0dc"}, "on-accent": {"#ffffff", "#0d1b1e"},
	"accent-ground": {"#e6f0f0", "#17323a"}, "done": {"#2a6a3c", "#8fd19e"}, "warn": {"#7c4a00", "#f0c06a"}, "wrong": {"#a3262a", "#ff9d98"},
}

var hexColour = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// token is a token of colour; a course that themes it says its light.
func (b *book) token(name string) colour {
	c := bookTokens[name]
	if own := b.m.Course.Theme[name]; hexColour.MatchString(own) {
		c.light = own
	}
	return c
}

// style is the style sheet with the tokens of the course. Between "@light" and
// "@end" stands what is said once for light, and once more for dark.
func (b *book) style() []byte {
	before, rest, _ := strings.Cut(bookCSS, "@light\n")
	coloured, after, _ := strings.Cut(rest, "@end\n")
	var light, dark []string
	for name := range bookTokens {
		c := b.token(name)
		light, dark = append(light, "$"+name+";", c.light+";"), append(dark, "$"+name+";", c.dark+";")
	}
	return []byte(before + strings.NewReplacer(light...).Replace(coloured) +
		"@media (prefers-color-scheme: dark) {\n" + strings.NewReplacer(dark...).Replace(coloured) + "}\n" + after)
}
