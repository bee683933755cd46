// Package search finds passages of a course in the language they are written
// in: by stem, in the plural or the singular, typed with or without accents.
// It is pure: it reads strings and gives values, and knows no network and no
// database.
//
// Its words:
//
//   - a word is a run of letters and digits; an apostrophe or a hyphen ends it,
//     so that « l’ordinateur » holds the word « ordinateur »;
//   - folded is a word in lower case without accents, œ written oe;
//   - a stem is what is left of a folded word when its ending is taken off;
//   - a term is a stem with its number in an index;
//   - an impact is how much one term says about one passage, 1 to 63.
//
// Its invariants:
//
//   - a word is folded before it is stemmed, so a query typed without accents
//     cannot give anything else than the same query typed with them;
//   - everything counted is a whole number, so the same documents give the same
//     bytes on every machine, and the script of the static edition (ts/, bundled
//     as dist/search.js) gives the same passages in the same order with the same
//     marks as the Go code: parity_test.go runs both;
//   - an Analyser and an Index never change and may be shared by goroutines; a
//     Scanner, a Stems and a Builder belong to one goroutine.
package search
