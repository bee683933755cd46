package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/gitrepo"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/evidence"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/site"
)

// publishCommand puts a release into a site.
type publishCommand struct {
	Course   string     `arg:"" help:"${publish_course}"`
	Version  string     `arg:"" help:"${publish_version}"`
	As       string     `placeholder:"ADDRESS" help:"${publish_as}"`
	Place    placeFlags `embed:""`
	Editions string     `type:"path" default:"dist" help:"${publish_editions}"`
	DryRun   bool       `name:"dry-run" help:"${publish_dry_run}"`
	JSON     bool       `name:"json" help:"${json}"`
}

func (p *publishCommand) Run(ctx context.Context, t *terminal) error {
	if p.As == "" && !p.DryRun {
		return fault.New(fault.Usage, words, "publish-as")
	}
	parcel, data, err := p.parcel(ctx, t)
	if err != nil {
		return err
	}
	defer parcel.Close()
	shelf, done, err := p.shelf(ctx)
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Key == "locked" {
		return p.leave(data, parcel)
	}
	if err != nil {
		return err
	}
	defer done()
	if p.DryRun {
		out, err := shelf.Weigh(ctx, parcel)
		if err != nil {
			return err
		}
		impact, err := p.impact(ctx, shelf, out)
		if err != nil {
			return err
		}
		return p.report(t, out, 0, impact)
	}
	out, err := p.publish(ctx, shelf, parcel)
	if err != nil {
		return err
	}
	n, err := p.bring(ctx, shelf, out.Release, parcel.Course)
	if err != nil {
		return err
	}
	return p.report(t, out, n, delivery.Impact{})
}

// publish does it in the name of the person.
func (p *publishCommand) publish(ctx context.Context, shelf *library.Shelf, parcel *library.Parcel) (library.Published, error) {
	var by identity.PersonID
	may := func(tx store.Tx) (err error) {
		by, err = shelf.Publisher(tx, p.As, parcel.Course.Key)
		return err
	}
	if err := shelf.DB.Read(ctx, may); err != nil {
		return library.Published{}, err
	}
	return shelf.Publish(ctx, by, may, parcel)
}

// shelf opens what a site keeps. A look at it is one beside the site that may be running.
func (p *publishCommand) shelf(ctx context.Context) (*library.Shelf, func(), error) {
	db, err := p.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	blobs, err := p.Place.blobPlace(!p.DryRun)
	if err != nil {
		db.Close()
		return nil, nil, err
	}
	s := &library.Shelf{DB: db, Blobs: blobs, Identity: identity.New(db, clock.System{}), Clock: clock.System{}}
	return s, func() {
		if blobs != nil {
			blobs.Close()
		}
		db.Close()
	}, nil
}

func (p *publishCommand) open(ctx context.Context) (*store.DB, error) {
	if p.DryRun {
		return p.Place.open(ctx)
	}
	return site.OpenStore(ctx, p.Place.Data, p.Place.Database)
}

// leave puts the archive where the page for publishers finds it, because the site that is running has the database.
func (p *publishCommand) leave(data []byte, parcel *library.Parcel) error {
	file := filepath.Join(p.Place.Data, site.ReleaseFolder, parcel.Course.Key+"-"+parcel.Version+".zip")
	err := os.MkdirAll(filepath.Dir(file), 0o755)
	if err == nil {
		err = os.WriteFile(file, data, 0o644)
	}
	if err != nil {
		return cannotWrite(file, err)
	}
	return fault.New(fault.Unavailable, words, "publish-waiting", lang.A{"version": parcel.Version, "file": file})
}

// parcel is the release: of a folder as it is when that is the release, else as git knows it; or of a package.
func (p *publishCommand) parcel(ctx context.Context, t *terminal) (*library.Parcel, []byte, error) {
	folder, err := p.folder(ctx, t)
	if err != nil {
		return nil, nil, err
	}
	data, err := publish.SourceArchive(folder, publish.Institution)
	if err != nil {
		return nil, nil, cannotOpen(p.Course, err)
	}
	parcel, err := library.OpenParcel(strings.NewReader(string(data)), p.Version)
	return parcel, data, err
}

func (p *publishCommand) folder(ctx context.Context, t *terminal) (fs.FS, error) {
	if info, err := os.Stat(p.Course); err == nil && info.Mode().IsRegular() {
		pack, err := openPackage(p.Course)
		if err != nil {
			return nil, err
		}
		return pack.FS(), nil
	}
	src, err := findCourse(p.Course)
	if err != nil {
		return nil, err
	}
	if _, err := release.Verify(src.fs, p.Version); err == nil || src.dir == "" {
		return src.fs, nil
	}
	repo, err := gitrepo.Open(ctx, src.dir)
	if err != nil {
		return src.fs, nil // what is wrong with the folder is told when it is opened
	}
	commit, err := repo.AddedIn(ctx, "changes/"+p.Version+".yaml")
	if err != nil {
		return src.fs, nil
	}
	state, err := gitrepo.Resolve(ctx, src.dir, commit)
	if err != nil {
		return nil, err
	}
	return state.FS, nil
}

// bring takes along the editions in the folder beside, when they were made of the release.
func (p *publishCommand) bring(ctx context.Context, shelf *library.Shelf, r library.Release, c *course.Course) (int, error) {
	b, err := evidence.Open(p.Editions)
	if err != nil || !library.Made(b, r) {
		return 0, nil
	}
	return shelf.Bring(ctx, r, c, b, os.DirFS(p.Editions))
}

// impact is what publishing would change for those who are learning.
func (p *publishCommand) impact(ctx context.Context, shelf *library.Shelf, out library.Published) (i delivery.Impact, err error) {
	if out.Again {
		return i, nil
	}
	err = shelf.DB.Read(ctx, func(tx store.Tx) error {
		i, err = delivery.ImpactOf(tx, out)
		return err
	})
	return i, err
}

// report tells what was, or would be, published.
func (p *publishCommand) report(t *terminal, out library.Published, files int, impact delivery.Impact) error {
	if p.JSON {
		return t.json(map[string]any{"course": out.Course, "version": out.Version, "number": out.Number, "checksum": out.Archive, "again": out.Again,
			"since": out.Upgrade.From, "files": files, "dryRun": p.DryRun, "impact": impact})
	}
	args := lang.A{"version": out.Version, "course": out.Course, "checksum": out.Archive}
	switch {
	case out.Again:
		t.line("publish-again", args)
	case p.DryRun:
		t.line("publish-would", args)
		for _, line := range impact.Lines(t.tag, t.tag) {
			fmt.Fprintln(t.out, line)
		}
	default:
		t.line("publish-done", args)
	}
	if files > 0 {
		t.line("publish-files", lang.A{"n": files})
	}
	return nil
}
