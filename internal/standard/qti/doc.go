// Package qti writes questions as 1EdTech's Question and Test Interoperability says: single items of version 2.2 and
// 3.0, packages of them, and the profile of version 1.2.1 that Common Cartridge holds.
//
// Its words are the specification's:
//
//   - an [Item] is what one question says and how an answer is processed; what a candidate does in it is an
//     interaction ([Interaction]); what is told afterwards is modal feedback ([Feedback]);
//   - text is a fragment of XHTML: well-formed, with the elements of HTML; [Version.Fragment] keeps of it what the
//     version allows and says what it changed;
//   - a cartridge's item ([CCItem]) is of one of six profiles, its text is HTML, and its processing has the few forms
//     that importers know.
//
// Sections are those of "QTI v2.2 Assessment, Section and Item Information Model" (ASI 2.2), "QTI 3.0 Assessment,
// Section and Item Information Model" (ASI 3.0), and "Common Cartridge Profile 1.1: Implementation" (CC 1.1).
// Tests and sections of tests are not written: an item is the unit that is exchanged.
package qti
