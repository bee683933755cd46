// Package render turns the pages of a course into HTML and into plain text.
//
// Its words:
//
//   - a [Renderer] is everything one language of one course needs, made once: the
//     matcher of glossary terms, the references as that language writes them, the
//     languages of the works behind addresses, the diagrams cut into pieces;
//   - a [Page] is one HTML page being written: what it cited, which terms it has
//     already explained, which notes stand in its margin;
//   - [Links] says where things are; the same text is drawn for a folder of files
//     and for a site by giving another Links;
//   - a [Still] is a page for readers without script, form or server: fragments of
//     HTML written as XML, for e-books, cartridges and item banks;
//   - a [Hole] is a marked place in a page where a server may put what is
//     personal; with nothing put there the page is what a stranger sees.
//
// Its invariants: pure, same input, same bytes; course text can never become
// markup (every string is escaped here, raw HTML of a source is not passed on);
// every leaf of the model with an id gives exactly one element with that id, in
// HTML, and exactly one place in the text; a Renderer may be shared by
// goroutines, a Page belongs to one.
package render
