package library

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"atelier/internal/base/archive"
	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
	"atelier/internal/people/identity"
)

// Shelf is where the published releases of courses are kept: their rows in the database, their bytes as blobs. It serves
// nothing.
type Shelf struct {
	DB       *store.DB
	Blobs    *blob.Store
	Identity *identity.Room
	Clock    clock.Clock
	rooms    []OnRelease
	changed  func()                  // a release or a file was kept; may be nil
	work     *jobs.Kind[buildErrand] // nil where nothing is built
	version  string                  // of Atelier
	guard    func(p *Parcel) error   // refuses a release that hides a page; nil where no site is known
}

// Listen names the rooms that want to know of a release as it is published. It is called once, at the start.
func (s *Shelf) Listen(rooms ...OnRelease) { s.rooms = append(s.rooms, rooms...) }

// Releases are the published releases of a course, by its key, the oldest first.
func (s *Shelf) Releases(tx store.Tx, course string) ([]Release, error) {
	return selectReleases(tx, course)
}

// Release is one published release; a fault of kind NotFound says that there is none.
func (s *Shelf) Release(tx store.Tx, course, version string) (Release, error) {
	all, err := selectReleases(tx, course)
	for _, r := range all {
		if r.Version == version {
			return r, nil
		}
	}
	if err != nil {
		return Release{}, err
	}
	return Release{}, noRelease(version)
}

func noRelease(version string) error {
	return fault.New(fault.NotFound, words, "no-release", lang.A{"version": short(version)})
}

// releaseLimits bound what is taken from an archive. Its bytes may be read any number of times: a course is drawn anew
// as often as its host changes. So all together are bound by what they say of themselves, by mostUnpacked.
var releaseLimits = archive.Limits{Members: archive.Usual.Members, Member: archive.Usual.Member}

// mostUnpacked is how many bytes the folder of a release may have: a small archive can unpack to more than a server holds.
const mostUnpacked = 1 << 30

func fits(zip *archive.Reader) error {
	if zip.Stated() > mostUnpacked {
		return fault.New(fault.Invalid, words, "parcel-large", lang.A{"most": lang.Size(mostUnpacked)}).Because(archive.ErrTooLarge)
	}
	return nil
}

// Parcel is an archive that should be a release, opened. It is closed by whoever opened it.
type Parcel struct {
	*release.Released
	folder fs.FS
	data   io.ReaderAt
	size   int64
	spool  archive.Spool
}

// Close forgets the archive.
func (p *Parcel) Close() error { return p.spool.Close() }

// OpenParcel reads the archive of a release and holds it to its checksums: of the version, or of the last release that the
// archive knows when the version is empty. The archive may be inside a package. The faults are of kind Invalid.
func OpenParcel(from io.Reader, version string) (_ *Parcel, err error) {
	p := &Parcel{}
	defer func() {
		if err != nil {
			p.Close()
		}
	}()
	if _, err := io.Copy(&p.spool, blob.AtMost(from, blob.Most)); err != nil {
		return nil, err
	}
	if err := p.unwrap(); err != nil {
		return nil, err
	}
	zip, err := archive.NewReader(p.data, p.size, releaseLimits)
	if err != nil {
		return nil, fault.New(fault.Invalid, words, "no-archive").Because(err)
	}
	if err := fits(zip); err != nil {
		return nil, err
	}
	p.folder = zip.FS()
	if version == "" {
		version = newestIn(p.folder)
	}
	if p.Released, err = release.Verify(p.folder, version); err != nil {
		return nil, parcelFault(version, err)
	}
	return p, nil
}

// unwrap finds the archive in a package, where it is in one.
func (p *Parcel) unwrap() error {
	p.data, p.size = p.spool.At(), p.spool.Size()
	zip, err := archive.NewReader(p.data, p.size, releaseLimits)
	if err == nil && slices.Contains(zip.Names(), "course.yaml") {
		return nil
	}
	all, err := io.ReadAll(io.NewSectionReader(p.data, 0, p.size))
	if err != nil {
		return err
	}
	inner, err := publish.SourceOf(all)
	if err != nil {
		return fault.New(fault.Invalid, words, "no-archive").Because(err)
	}
	if err := fits(inner); err != nil {
		return err
	}
	data, err := publish.SourceArchive(inner.FS(), publish.Institution)
	if err != nil {
		return fault.New(fault.Invalid, words, "no-archive").Because(err)
	}
	p.data, p.size = bytes.NewReader(data), int64(len(data))
	return nil
}

// newestIn is the last release that a folder knows; empty when it knows none.
func newestIn(folder fs.FS) string {
	c, _, err := course.Load(folder)
	if err != nil {
		return ""
	}
	history, err := release.History(c)
	if err != nil || len(history) == 0 {
		return ""
	}
	return history[len(history)-1].Version
}

// Stage keeps the archive of a release before it is published, so that it can be looked at and published from any node.
func (s *Shelf) Stage(ctx context.Context, p *Parcel) (blob.Hash, error) {
	hash, _, err := s.Blobs.Put(ctx, io.NewSectionReader(p.data, 0, p.size))
	return hash, err
}

// Staged opens an archive that was staged.
func (s *Shelf) Staged(ctx context.Context, h blob.Hash) (*Parcel, error) {
	from, _, err := s.Blobs.Open(ctx, h)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	return OpenParcel(from, "")
}

// parcelFault says in plain words why an archive is no release.
func parcelFault(version string, err error) error {
	key := "no-archive"
	for _, known := range []struct {
		err error
		key string
	}{
		{release.ErrBroken, "parcel-broken"}, {release.ErrUnknown, "parcel-unknown"}, {release.ErrOn, "parcel-on"},
		{release.ErrLock, "parcel-incomplete"}, {release.ErrNotes, "parcel-incomplete"},
	} {
		if errors.Is(err, known.err) {
			key = known.key
		}
	}
	return fault.New(fault.Invalid, words, key, lang.A{"version": short(version)}).Because(err)
}

// Published is what became of a release that was to be published.
type Published struct {
	Release
	Again   bool              // it was published before, with the same bytes: nothing changed
	Upgrade release.Upgrade   // since the release that is served; empty for the first
	Now     *course.Course    // the course that it is
	Before  *course.Course    // as it is in the release that is served; nil for the first
	Chain   []release.Upgrade // that led to the release that is served, turn by turn
}

// Publish puts a release on the shelf. May is asked in the transaction that keeps it whether by may do so. The faults are
// of kind Conflict when the version is there with other bytes, or the release does not follow the newest one.
func (s *Shelf) Publish(ctx context.Context, by identity.PersonID, may func(tx store.Tx) error, p *Parcel) (_ Published, err error) {
	defer fault.Wrap(&err, "library.Publish(%q)", p.Version)
	out, err := s.Prepare(ctx, p)
	if err != nil {
		return Published{}, err
	}
	if out.Again {
		return out, s.DB.Read(ctx, may)
	}
	out.By = by
	err = s.DB.Write(ctx, func(tx store.Tx) error {
		if err := may(tx); err != nil {
			return err
		}
		return s.Keep(tx, out)
	})
	return out, err
}

// Prepare does all of publishing but the rows, which are kept with Keep; of a release that is published already there is
// nothing to keep. Whatever is done twice is done once.
func (s *Shelf) Prepare(ctx context.Context, p *Parcel) (Published, error) {
	out, err := s.Weigh(ctx, p)
	if err == nil && !out.Again {
		err = s.put(ctx, &out, p)
	}
	return out, err
}

// Keep publishes, in the name of By, what was prepared. The fault is of kind Conflict when another release was published,
// or the one that was served withdrawn, meanwhile.
func (s *Shelf) Keep(tx store.Tx, out Published) error {
	all, err := selectReleases(tx, out.Course)
	if err != nil {
		return err
	}
	if served, _ := newestOf(all); len(all) != out.Number-1 || out.Number > 1 && served.Version != out.Upgrade.From {
		return fault.New(fault.Conflict, words, "published-meanwhile")
	}
	out.Published = momentAfter(all, s.Clock.Now())
	return s.keep(tx, out)
}

// put keeps the bytes of a release before its row: what the database names is there.
func (s *Shelf) put(ctx context.Context, out *Published, p *Parcel) error {
	hash, size, err := s.Blobs.Put(ctx, io.NewSectionReader(p.data, 0, p.size))
	if err != nil {
		return err
	}
	if hash != out.Archive {
		return fmt.Errorf("the archive changed while it was read: %s, then %s", out.Archive, hash)
	}
	out.Bytes = size
	if out.Number == 1 {
		return nil
	}
	text, err := json.Marshal(out.Upgrade)
	if err != nil {
		return err
	}
	out.Changes, _, err = s.Blobs.Put(ctx, strings.NewReader(string(text)))
	return err
}

// keep writes the row and tells who wants to know.
func (s *Shelf) keep(tx store.Tx, out Published) error {
	if err := insertRelease(tx, out.Release); err != nil {
		return err
	}
	for _, room := range s.rooms {
		if err := room.OnRelease(tx, out.Release, out.Upgrade); err != nil {
			return err
		}
	}
	if s.changed != nil {
		tx.After(s.changed)
	}
	detail := map[string]string{"version": out.Version, "checksum": string(out.Archive)}
	return s.Identity.Audit(tx, identity.Event{By: out.By, Do: ActPublish.Name, On: out.Course, Detail: withKey(detail, out.Key)})
}

// Weigh says what publishing a release would do, and does nothing.
func (s *Shelf) Weigh(ctx context.Context, p *Parcel) (Published, error) {
	hash, err := blob.HashOf(io.NewSectionReader(p.data, 0, p.size))
	if err != nil {
		return Published{}, err
	}
	out := Published{Release: Release{Course: p.Course.Key, IRI: p.Course.IRI, Version: p.Version, Fingerprint: p.Fingerprint, Archive: hash,
		Bytes: p.size, Day: p.Date, Notes: lang.Text(p.Notes)}}
	var all []Release
	err = s.DB.Read(ctx, func(tx store.Tx) (err error) {
		if err := isServed(tx, out.Release); err != nil {
			return err
		}
		all, err = selectReleases(tx, out.Course)
		return err
	})
	if err != nil {
		return Published{}, err
	}
	if out.Again, err = out.follows(all, p.History); err != nil {
		return Published{}, err
	}
	if out.Again {
		for _, have := range all {
			if have.Version == out.Version {
				out.Release = have
			}
		}
		return out, nil
	}
	if s.guard != nil {
		if err := s.guard(p); err != nil {
			return Published{}, err
		}
	}
	out.Number = len(all) + 1
	out.Now = p.Course
	if len(all) > 0 {
		turns := turnsOf(all)
		if out.Chain, err = s.upgrades(ctx, turns); err != nil {
			return Published{}, err
		}
		before, err := s.Parcel(ctx, turns[len(turns)-1].Release)
		if err != nil {
			return Published{}, err
		}
		defer before.Close()
		out.Before, out.Upgrade = before.Course, release.NewUpgrade(before.Released, p.Released)
	}
	return out, nil
}

// isServed refuses a release that has the key of a course of the site and is of another one: it could never be served, and
// none of the site's course could follow it. One that has the id of a course under another key is refused as well: what
// people do is kept under the id.
func isServed(tx store.Tx, r Release) error {
	started, err := selectStarted(tx)
	if err != nil {
		return err
	}
	for _, now := range started {
		switch {
		case now.Course == r.Course && now.IRI != r.IRI:
			return fault.New(fault.Conflict, words, "other-id", lang.A{"course": r.Course, "here": now.IRI, "id": r.IRI})
		case now.Course != r.Course && now.IRI == r.IRI:
			return fault.New(fault.Conflict, words, "same-id", lang.A{"id": r.IRI, "one": now.Course, "other": r.Course})
		}
	}
	other, err := selectCourseOf(tx, r.IRI, r.Course)
	if err == nil && other != "" {
		err = fault.New(fault.Conflict, words, "same-id", lang.A{"id": r.IRI, "one": other, "other": r.Course})
	}
	return err
}

// Parcel opens a release that is on the shelf.
func (s *Shelf) Parcel(ctx context.Context, r Release) (*Parcel, error) {
	if s.Blobs == nil { // a place of files that nobody made yet, looked at from beside
		return nil, noRelease(r.Version)
	}
	from, _, err := s.Blobs.Open(ctx, r.Archive)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	return OpenParcel(from, r.Version)
}
