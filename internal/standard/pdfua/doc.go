// Package pdfua writes, reads and checks tagged PDF: PDF 1.7 (ISO 32000-1:2008) that keeps to PDF/UA-1
// (ISO 14289-1:2014), so that what is on the page can be read aloud, reflowed and
// searched as well as seen.
//
// Its words are the standard's. A [Document] has a tree of structure elements
// ([Element], 14.7) and a row of pages ([Page]). Whatever is drawn on a page belongs
// either to an element ([Page.In]) or to an artifact ([Page.Artifact]), and there is no
// third way; the order in which an element is given content and children is the
// order in which it is read. Text is shaped before it is drawn: [Shape] turns spans
// of text into runs of positioned glyphs, with the faces of [Fonts].
//
// The other half reads a PDF back and holds it to the machine rules of PDF/UA-1; it
// shares nothing with the writer, so that neither can hide a mistake of the other.
//
// Lengths are points (1/72 inch). A page is measured from its top left corner, y
// downwards; a baseline is where letters stand.
//
// Invariants: pure, no clock, no randomness: the same calls write the same bytes.
// Every glyph that is shown is in an embedded face, has a width that agrees with it
// and maps to Unicode; the glyph .notdef is never shown (ISO 14289-1, 7.21.8). Pages
// are written as soon as they are done; what stays in memory is the structure tree
// and one small record a glyph. Foreign bytes (fonts, images) are errors when they are
// broken, never a panic.
//
// Left out, because nothing here needs it: forms, scripts, encryption, optional
// content, sound and film, CFF outlines, colour fonts, vertical writing.
package pdfua
