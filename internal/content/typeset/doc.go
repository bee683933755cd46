// Package typeset lays text out on pages and paints them into a tagged PDF.
//
// Its words:
//
//   - a [Block] is a thing that stands above or below others: a paragraph, a list
//     item, a table, a drawing, a box around more blocks. It has a structure type
//     and an id, and everything it shows belongs to its element;
//   - an [Inline] is a piece of running text: a leaf of words, or more inlines
//     with a mark, a language or a link around them;
//   - a [Section] is blocks that flow through pages of one shape and begin on a
//     new page: a chapter;
//   - a piece is what cannot be cut between two pages: a line, a row of a table's
//     lines, a drawing. Laying out turns blocks into pieces, pieces into pages,
//     pages into paint.
//
// Its invariants: it knows no course; the same sections give the same bytes; what
// is painted is painted in the order of the blocks, so that the structure tree is
// the tree of blocks; nothing is cut off: what is wider than the page is broken,
// scaled or told ([Trouble]). Lengths are points, y grows downward.
package typeset
