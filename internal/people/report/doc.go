// Package report tells institutions how learning goes, and tells nobody how one person
// does who is not theirs to know.
//
// Its words: an Answer is the first answer of one person to one question of a check; an
// Item is a question as it stood (a version of it) with what its answers say of it; a
// Comparison says whether a question is harder in one language than in the other for
// people who do equally well; a Block is a fixed group of at least [Few] people who are
// counted together; a Snapshot is the blocks as they were last published.
//
// Invariants: every figure about people who are not named is a sum over whole blocks,
// so that no filter, no file and no difference between two of them is about fewer than
// Few people; a block never gains or loses a member, and its figures change only when
// Few or more of its members changed since they were published; statistics say how
// little is known where there are few answers.
package report
