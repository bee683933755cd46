package library

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"atelier/internal/base/archive"
	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/editions"
	"atelier/internal/content/publish"
	"atelier/internal/people/identity"
)

// ActBuild is having the formats built that a release does not have yet. What is added takes nothing away, so it asks for
// no fresh proof.
var ActBuild = identity.Act{Name: "release.build", Roles: []identity.Role{identity.Publisher, identity.Steward, identity.Administrator}}

// BuildState says how far a format of a release is.
type BuildState string

// The states. One that failed can be asked for again.
const (
	BuildMissing BuildState = "missing"
	BuildWaiting BuildState = "waiting"
	BuildRunning BuildState = "building"
	BuildThere   BuildState = "there"
	BuildFailed  BuildState = "failed"
)

// Why a format could not be built.
const (
	whySource  = "source"  // the release itself could not be read
	whyBuild   = "build"   // the course could not be made into it
	whyFiles   = "files"   // the place of files did not take them
	whyTime    = "time"    // it took too long
	whyStopped = "stopped" // the work ended before it was done
)

// Format is an edition of a release, other than its pages, as far as it is there.
type Format struct {
	Edition string // as [publish.Editions] names it
	State   BuildState
	Why     string // why it failed: source, build, files, time or stopped; empty for other states
	Files   []File // the files, and the report of what the edition does not carry
}

// Say is what people call the format.
func (f Format) Say(face lang.Tag) string { return publish.Output{Edition: f.Edition}.Say(face) }

// Bytes is the size of its files.
func (f Format) Bytes() (n int64) {
	for _, file := range f.Files {
		n += file.Bytes
	}
	return n
}

// Lacks says whether the format can be asked for.
func (f Format) Lacks() bool { return f.State == BuildMissing || f.State == BuildFailed }

// How the work is bounded.
const (
	buildTries = 3
	buildTime  = 30 * time.Minute // of a try
	// buildLost is how long something asked for is waited for: tries, their pauses and the work of others are over by then.
	buildLost = 3 * time.Hour
	// turnAgain is how long a request waits before it looks whether its turn has come.
	turnAgain = 5 * time.Second
)

// wanted is a row of what was asked for.
type wanted struct {
	edition, ask, why string
	state             BuildState
	asked             time.Time
}

// buildErrand is what a job has to know.
type buildErrand struct {
	Course  string `json:"course"`
	Version string `json:"version"`
	Ask     string `json:"ask"`
}

// Work defines the work of the shelf, before the queue is started. The version is Atelier's, which files name.
func (s *Shelf) Work(q *jobs.Queue, version string) {
	s.version = version
	build := jobs.Define(q, "library.build", s.build, jobs.MaxTries(buildTries), jobs.Timeout(buildTime))
	build.OnLost(func(tx store.Tx, e buildErrand, _ error) error { return s.giveUp(tx, e) })
	s.work = &build
}

// giveUp notes that what is not there of a request will not come, and shows what is there.
func (s *Shelf) giveUp(tx store.Tx, e buildErrand) error {
	if err := failBuilds(tx, e, whyStopped); err != nil {
		return err
	}
	if s.changed != nil {
		tx.After(s.changed)
	}
	return endTurn(tx, e)
}

// Formats are the editions of a release that people can take away, there or not, in the order in which people are told of
// them.
func (s *Shelf) Formats(tx store.Tx, r Release) ([]Format, error) {
	files, err := selectFiles(tx, r.Course, r.Version)
	if err != nil {
		return nil, err
	}
	asked, err := selectBuilds(tx, r.Course, r.Version)
	if err != nil {
		return nil, err
	}
	var out []Format
	for _, name := range editions.All.Names() {
		if name == publish.EditionWeb { // it is what the site serves
			continue
		}
		f := Format{Edition: name, State: BuildMissing}
		for _, file := range files {
			if strings.HasPrefix(file.Path, name+"/") {
				f.Files = append(f.Files, file)
			}
		}
		if i := slices.IndexFunc(asked, func(w wanted) bool { return w.edition == name }); i >= 0 {
			f.State, f.Why = asked[i].stands(s.Clock.Now())
		}
		if len(f.Files) > 0 {
			f.State, f.Why = BuildThere, ""
		}
		out = append(out, f)
	}
	return out, nil
}

// stands is the state as people are told it. Work that nobody does any more, because its job was dropped, has failed.
func (w wanted) stands(now time.Time) (BuildState, string) {
	switch {
	case w.state == BuildFailed:
		return w.state, w.why
	case w.state != BuildThere && now.Sub(w.asked) > buildLost:
		return BuildFailed, whyStopped
	}
	return w.state, ""
}

// Build has the formats built that a release lacks, and says how many those are; none are no fault. The fault is of kind
// Conflict for a release that was withdrawn.
func (s *Shelf) Build(tx store.Tx, by identity.PersonID, course, version string) (n int, err error) {
	r, err := s.Release(tx, course, version)
	if err != nil {
		return 0, err
	}
	if r.Withdrawn != nil {
		return 0, fault.New(fault.Conflict, words, "build-withdrawn", lang.A{"version": version})
	}
	formats, err := s.Formats(tx, r)
	if err != nil {
		return 0, err
	}
	e := buildErrand{Course: course, Version: version, Ask: clock.NewID()}
	var names []string
	for _, f := range formats {
		if !f.Lacks() {
			continue
		}
		if err := upsertBuild(tx, e, f.Edition, s.Clock.Now()); err != nil {
			return 0, err
		}
		names = append(names, f.Edition)
	}
	if len(names) == 0 {
		return 0, nil
	}
	if err := s.work.Enqueue(tx, e, time.Time{}); err != nil {
		return 0, err
	}
	return len(names), s.Identity.Audit(tx, identity.Event{By: by, Do: ActBuild.Name, On: course,
		Detail: map[string]string{"version": version, "formats": strings.Join(names, " ")}})
}

// build does what was asked for, one edition after the other; each is there as soon as it is whole. What is there already
// is not done again, so whoever takes up the work of a node that died goes on where that was. A request waits while
// another is at work on any node: what a course is made into takes memory.
func (s *Shelf) build(ctx context.Context, e buildErrand) error {
	r, left, err := s.left(ctx, e)
	if err != nil || len(left) == 0 {
		return err
	}
	ours, err := s.turn(ctx, e)
	if err != nil || !ours {
		return err
	}
	return errors.Join(s.buildAll(ctx, e, r, left), s.DB.Write(context.WithoutCancel(ctx), func(tx store.Tx) error { return endTurn(tx, e) }))
}

// left is the release of a request, and what of it is to be done.
func (s *Shelf) left(ctx context.Context, e buildErrand) (r Release, left []wanted, err error) {
	err = s.DB.Read(ctx, func(tx store.Tx) (err error) {
		if r, err = s.Release(tx, e.Course, e.Version); err != nil {
			return err
		}
		left, err = selectBuilds(tx, e.Course, e.Version)
		return err
	})
	left = slices.DeleteFunc(left, func(w wanted) bool {
		return w.ask != e.Ask || w.state == BuildThere || w.state == BuildFailed
	})
	return r, left, err
}

// turn says whether a request may be worked at now; if not, it is put off. A turn that nobody gave back, because its node
// died and its job was dropped, ends by itself.
func (s *Shelf) turn(ctx context.Context, e buildErrand) (ours bool, err error) {
	err = s.DB.Write(ctx, func(tx store.Tx) (err error) {
		now := s.Clock.Now()
		if ours, err = takeTurn(tx, e, now, now.Add(buildTime)); err != nil || ours {
			return err
		}
		return s.work.Enqueue(tx, e, now.Add(turnAgain))
	})
	return ours, err
}

func (s *Shelf) buildAll(ctx context.Context, e buildErrand, r Release, left []wanted) error {
	p, err := s.Parcel(ctx, r)
	if err != nil {
		return errors.Join(err, s.setback(ctx, e, left, whySource))
	}
	defer p.Close()
	var failed []error
	for _, w := range left {
		err := s.buildOne(ctx, e, r, p, w.edition)
		if errors.Is(ctx.Err(), context.Canceled) {
			return ctx.Err() // the node ends: another goes on
		}
		if err != nil {
			failed = append(failed, err, s.setback(context.WithoutCancel(ctx), e, []wanted{w}, whyOf(ctx, err)))
		}
		if ctx.Err() != nil {
			break // the time of this try is over: the next goes on
		}
	}
	return errors.Join(failed...)
}

// errKept is wrapped around what the place of files says.
var errKept = errors.New("the files of an edition cannot be kept")

func whyOf(ctx context.Context, err error) string {
	switch {
	case ctx.Err() != nil:
		return whyTime
	case errors.Is(err, errKept):
		return whyFiles
	}
	return whyBuild
}

// setback notes why editions are not there yet; they wait for the next try.
func (s *Shelf) setback(ctx context.Context, e buildErrand, all []wanted, why string) error {
	return s.DB.Write(ctx, func(tx store.Tx) error {
		for _, w := range all {
			if err := updateBuild(tx, e, w.edition, BuildWaiting, why); err != nil {
				return err
			}
		}
		return nil
	})
}

// buildOne makes one edition, as "atelier release" does, and names its files as those of the release.
func (s *Shelf) buildOne(ctx context.Context, e buildErrand, r Release, p *Parcel, edition string) error {
	err := s.DB.Write(ctx, func(tx store.Tx) error { return updateBuild(tx, e, edition, BuildRunning, "") })
	if err != nil {
		return err
	}
	out := &blobSink{ctx: ctx, blobs: s.Blobs, wanted: map[string]bool{edition + "/" + publish.ReportFile: true}}
	for _, o := range editions.All.Outputs(p.Course, edition) {
		out.wanted[o.Path] = true
	}
	err = editions.All.Build(ctx, p.Course, publish.Options{Only: []string{edition}, Out: out, Source: p.folder, Version: s.version, Release: r.Version, Date: string(r.Day)})
	if err != nil {
		return err
	}
	return s.keepFiles(ctx, r, out.files, func(tx store.Tx) error { return updateBuild(tx, e, edition, BuildThere, "") })
}

// blobSink keeps the files of an edition that people are offered as blobs; nothing names them until the edition is whole,
// and what nothing names is swept.
type blobSink struct {
	ctx    context.Context
	blobs  *blob.Store
	wanted map[string]bool
	mu     sync.Mutex
	files  []File
}

// Create is described at [publish.Sink], as are the other methods.
func (b *blobSink) Create(path string) (io.WriteCloser, error) {
	if !fs.ValidPath(path) {
		return nil, &fs.PathError{Op: "create", Path: path, Err: fs.ErrInvalid}
	}
	return &blobFile{sink: b, path: path}, nil
}

func (b *blobSink) Commit() error { return nil }

func (b *blobSink) Discard() { b.files = nil }

// blobFile is a file on its way.
type blobFile struct {
	archive.Spool
	sink *blobSink
	path string
}

// Write leaves out what nobody is offered.
func (f *blobFile) Write(data []byte) (int, error) {
	if !f.sink.wanted[f.path] {
		return len(data), nil
	}
	return f.Spool.Write(data)
}

// Close keeps the file.
func (f *blobFile) Close() error {
	defer f.Spool.Close()
	if !f.sink.wanted[f.path] {
		return nil
	}
	hash, size, err := f.sink.blobs.Put(f.sink.ctx, io.NewSectionReader(f.At(), 0, f.Size()))
	if err != nil {
		return errors.Join(errKept, err)
	}
	f.sink.mu.Lock()
	defer f.sink.mu.Unlock()
	f.sink.files = append(f.sink.files, File{Path: f.path, Blob: hash, Bytes: size})
	return nil
}
