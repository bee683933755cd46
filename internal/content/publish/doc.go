// Package publish says how the editions of a course are made, the forms in which people take
// it, and makes those that are the course's own pages ([Pages]). The packages below it make the
// others; package editions lists them all.
//
// Its words:
//
//   - an [Edition] is a folder of files, made with a [Maker], which also hears what the
//     edition does not carry ([Loss]); a [Set] is what one run of Build makes;
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
