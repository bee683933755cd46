// Package publish makes the editions of a course: the forms in which people take
// it. An edition is a folder of files.
//
// Its words:
//
//   - the web edition is a site of pages ([Web], [WebPage]); the same pages are
//     drawn for a folder opened from disk and for a server ([Style]);
//   - a page's key is the same in every language, its path is not:
//     "page:modules/1-introduction/2-licence" is /en/introduction/the-licence/ and
//     /fr/introduction/la-licence/;
//   - the text edition is the course in plain text, whole and by module;
//   - a [Sink] is where files go: a folder that is swapped in when all is well, or
//     memory.
//
// Its invariants: same course, same bytes; every page exists in every language
// of the course, so that turning to another language and back leads to the same
// page; every address inside an edition leads to something in it; a rendered page
// holds nothing of a person, only holes for it (render.Hole).
package publish
