package ebook

import (
	"fmt"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/render"
	"atelier/internal/standard/epub"
)

// The files of the cover: a page, and the drawing it shows.
const (
	coverFile    = "cover.xhtml"
	coverDrawing = "cover.svg"
)

// cover is the page of the cover and its drawing.
func (b *book) cover() []epub.Item {
	alt := b.say("epub.cover-alt", lang.A{"title": b.courseTitle()})
	page := epub.Content{
		Title: b.say("epub.cover"), Language: b.t.Locale, Direction: b.direction(), Stylesheet: bookStyle,
		Body: render.XHTML(`<section class="cover" epub:type="cover"><img src="` + coverDrawing + `" alt="` + render.Escape(alt) + `" role="doc-cover"></section>`),
	}
	return []epub.Item{
		{Href: coverFile, MediaType: epub.XHTML, Data: page.Bytes(), Spine: true},
		{Href: coverDrawing, MediaType: epub.SVG, Data: b.coverSVG(alt), Properties: []string{"cover-image"}},
	}
}

// The cover, in units of its viewBox: the shape that shops and shelves expect
// (8 by 5), and the column that words stand in.
const (
	coverWidth  = 1000
	coverHeight = 1600
	coverMargin = 110
	coverColumn = coverWidth - 2*coverMargin
)

// coverSVG draws the cover out of the tokens: the title, the thread of the course
// with a mark for each module, and who made it.
func (b *book) coverSVG(alt string) []byte {
	accent, on := b.token("accent").light, b.token("on-accent").light
	anchor := "start"
	x := coverMargin
	direction := ""
	if b.tag.RTL() {
		x, direction = coverWidth-coverMargin, ` direction="rtl"`
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" xml:lang="%s" role="img" aria-labelledby="title">
<title id="title">%s</title>
<rect width="%d" height="%d" fill="%s"/>
`, coverWidth, coverHeight, coverWidth, coverHeight, render.Escape(b.t.Locale), render.Escape(alt), coverWidth, coverHeight, accent)
	b.coverThread(&out, x, on)
	title, size := coverLines(b.courseTitle(), 104, 7)
	y := 330
	for _, line := range title {
		fmt.Fprintf(&out, "<text x=\"%d\" y=\"%d\" font-family=\"Georgia, serif\" font-size=\"%d\" fill=\"%s\" text-anchor=\"%s\"%s>%s</text>\n",
			x, y, size, on, anchor, direction, render.Escape(line))
		y += size * 118 / 100
	}
	by, size := coverLines(b.m.Course.Attribution.In(b.tag), 38, 4)
	y = coverHeight - coverMargin - (len(by)-1)*size*13/10
	for _, line := range by {
		fmt.Fprintf(&out, "<text x=\"%d\" y=\"%d\" font-family=\"sans-serif\" font-size=\"%d\" fill=\"%s\" text-anchor=\"%s\"%s>%s</text>\n",
			x, y, size, on, anchor, direction, render.Escape(line))
		y += size * 13 / 10
	}
	out.WriteString("</svg>\n")
	return []byte(render.XMLText(out.String()))
}

// coverThread draws a line with a mark for each module.
func (b *book) coverThread(out *strings.Builder, x int, colour string) {
	const y = 1180
	n := len(b.m.Course.Modules)
	if n < 2 || n > 24 {
		return
	}
	from := coverMargin + 14
	step := (coverColumn - 28) / (n - 1)
	fmt.Fprintf(out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"3\"/>\n", from, y, from+step*(n-1), y, colour)
	for i := range n {
		fmt.Fprintf(out, "<circle cx=\"%d\" cy=\"%d\" r=\"13\" fill=\"%s\"/>\n", from+step*i, y, colour)
	}
}

// coverLines breaks words into at most so many lines of the column, in the largest
// size up to the one wished for; what is longer ends in an ellipsis.
func coverLines(words string, size, most int) ([]string, int) {
	fields := strings.Fields(words)
	for ; ; size = size * 9 / 10 {
		lines := brokenAt(fields, 2*coverColumn/size)
		if len(lines) <= most {
			return lines, size
		}
		if size < 30 {
			return append(lines[:most-1], "…"), size
		}
	}
}

// brokenAt puts words into lines of so many half ems; a word that is longer is cut.
func brokenAt(fields []string, room int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range fields {
		wide := halfEms(word)
		if line != "" && used+1+wide > room {
			lines, line, used = append(lines, line), "", 0
		}
		for wide > room {
			cut := fitting(word, room)
			lines, word = append(lines, word[:cut]), word[cut:]
			wide = halfEms(word)
		}
		if line != "" {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+wide
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// halfEms is about how wide a word is in a serif face: Latin letters are about half
// an em, others up to a whole one.
func halfEms(word string) int {
	n := 0
	for _, r := range word {
		n++
		if r >= 0x1100 || r == 'm' || r == 'w' || r == 'M' || r == 'W' {
			n++
		}
	}
	return n
}

// fitting is how many bytes of a word fit, at least one character.
func fitting(word string, room int) int {
	n := 0
	for i, r := range word {
		if n += halfEms(string(r)); n > room && i > 0 {
			return i
		}
	}
	return len(word)
}
