// Package verify reads PDF files that anyone wrote and says what is in them for a reader who does not see the page.
//
// It has two uses. [Check] applies every machine rule of the published PDF/UA-1 validation profile (rule ids such as
// "7.1-3": clause of ISO 14289-1 and test number) and lists the violations. [Open] gives the parts of the file itself:
// [File.Tree] the structure tree with its text in reading order, [File.Facts] the headings, figures, tables, links,
// lists and languages.
//
// The package shares no code with the writer of PDF files beside it: it is written from ISO 32000-1, ISO 14289-1 and
// the profile, so that the two can disagree.
//
// Words: an object is one of ISO 32000-1, 7.3; a mark is a marked-content sequence (14.6); an element is a structure
// element (14.7.2) and its role is the standard structure type its tag stands for after the role map.
//
// Foreign bytes: nothing panics, and the work is bounded. Depth of nesting, length of chains, decoded bytes and
// operators each have a limit in limit.go; a file that passes one is reported as unreadable or cut short, and says so.
package verify
