package library

import (
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/parity"
	"atelier/internal/content/release"
	"atelier/internal/people/identity"
)

// Release is a release of a course that was published on the site. It never changes, but can be withdrawn.
type Release struct {
	Course      string // the course's key
	IRI         string // the course's
	Number      int    // place in the order of publication, from 1
	Version     string
	Fingerprint string
	Archive     blob.Hash // of the source: a zip file of the course's folder
	Bytes       int64     // of the archive
	Changes     blob.Hash // since the release that was served before; empty for the first
	Notes       lang.Text // in Markdown
	Day         parity.Day
	Published   time.Time
	By          identity.PersonID // who published it
	Key         string            // of the program that did so in their name; empty when they did themselves
	Withdrawn   *Withdrawal       // nil for most
}

// Started is a course that the site was started with: a folder of its command line, published or not. Programs that stand
// beside the site, as the command line does, know by it what the site serves.
type Started struct {
	Course string // key
	IRI    string
	Place  int // 0 is the first, whose addresses are the short ones
}

// Newest is how far a course is on the shelf.
type Newest struct {
	Course string // key
	Number int    // of the newest release
	Files  int    // of all its releases
	Busy   bool   // more files are on their way
	Gone   int    // how many were withdrawn
}

// File is a file of an edition of a release.
type File struct {
	Path  string // below the folder of editions: "pdf/course-en.pdf"
	Blob  blob.Hash
	Bytes int64
}

// ActLook is looking at releases and at what publishing them would change.
var ActLook = identity.Act{Name: "release.look", Roles: []identity.Role{identity.Publisher, identity.Steward, identity.Administrator}}

// ActPublish is publishing a release. It asks for a proof of who it is that is fresh: what is published cannot be taken
// back.
var ActPublish = identity.Act{Name: "release.publish", Roles: []identity.Role{identity.Publisher, identity.Administrator}, Fresh: 10 * time.Minute}

// OnRelease is a room that wants to know, in the transaction, that a release is published. Upgrade is empty for the
// first release of a course.
type OnRelease interface {
	OnRelease(tx store.Tx, r Release, u release.Upgrade) error
}

// follows holds a release to those that are published: it may be one of them, or follow the newest. Again says that it is
// published already.
func (r Release) follows(all []Release, history []release.Entry) (again bool, err error) {
	for _, have := range all {
		switch {
		case have.IRI != r.IRI:
			return false, fault.New(fault.Conflict, words, "other-course", lang.A{"course": r.Course})
		case have.Version != r.Version:
		case have.Withdrawn != nil:
			return false, fault.New(fault.Conflict, words, "withdrawn-before", lang.A{"version": r.Version})
		case have.Archive == r.Archive:
			return true, nil
		default:
			return false, fault.New(fault.Conflict, words, "other-bytes", lang.A{"version": r.Version})
		}
	}
	newest, any := newestOf(all)
	if !any {
		return false, nil
	}
	for _, e := range history {
		if e.Version == newest.Version && e.Fingerprint == newest.Fingerprint {
			return false, nil
		}
	}
	return false, fault.New(fault.Conflict, words, "not-after", lang.A{"version": r.Version, "newest": newest.Version})
}
