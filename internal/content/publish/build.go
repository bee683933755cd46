package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Options say what Build makes.
type Options struct {
	Only    []string   // editions; all when empty
	Langs   []lang.Tag // languages of the course; all when empty
	Out     Sink
	Source  fs.FS  // the course's folder, for media; nil when it has none
	BaseURL string // where the web edition will stand; empty when unknown
	Contact string // where problems and requests go, in the place of the course's own; may be empty
	Version string // of Atelier
	Release string // of the course; empty between releases
	Date    string // of the release, "2026-11-23"; empty between releases
	// Progress is told how many files are done of how many, and which. It may be
	// called by several goroutines at once.
	Progress func(done, total int, what string)
}

// ErrUnknown says that an edition or a language was asked for that there is not.
var ErrUnknown = errors.New("unknown edition or language")

// builder is one run of Build.
type builder struct {
	Options
	set    Set
	Course *course.Course
	done   atomic.Int64
	total  atomic.Int64
	mu     sync.Mutex
	sums   map[string]string // by path

	sources sources
	shared  shared
}

// Build makes the editions of a course and commits them to the sink; on any
// error, and when the context ends, the sink is discarded and nothing changes.
func (s Set) Build(ctx context.Context, c *course.Course, o Options) error {
	b := &builder{Options: o, set: s, sums: map[string]string{}}
	defer b.sources.close()
	err := b.choose(c)
	if err == nil {
		err = b.build(ctx)
	}
	if err != nil {
		o.Out.Discard()
		return err
	}
	return o.Out.Commit()
}

// choose keeps the languages and editions that were asked for.
func (b *builder) choose(c *course.Course) error {
	b.Course = c
	if len(b.Langs) > 0 {
		for _, tag := range b.Langs {
			if _, ok := c.Language(tag); !ok {
				return errors.Join(ErrUnknown, errors.New(string(tag)))
			}
		}
		b.Course = c.In(b.Langs...)
	}
	for _, name := range b.Only {
		if !slices.Contains(b.set.Names(), name) {
			return errors.Join(ErrUnknown, errors.New(name))
		}
	}
	return nil
}

func (b *builder) wants(edition string) bool {
	return len(b.Only) == 0 || slices.Contains(b.Only, edition)
}

func (b *builder) build(ctx context.Context) error {
	w, err := NewWeb(b.Course, WebOptions{
		BaseURL: b.BaseURL, Source: b.Source, Contact: b.Contact, Version: b.Version, Release: b.Release, Formats: b.formats(), App: true,
	})
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(2, runtime.GOMAXPROCS(0)))
	if b.wants(EditionWeb) || b.wants(EditionText) {
		g.Go(func() error {
			for _, tag := range w.tags { // one after the other: only one search index is in memory
				if err := b.language(ctx, w, tag); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if b.wants(EditionWeb) {
		b.around(g, w)
	}
	for _, e := range b.set {
		if e.Make != nil && b.wants(e.Name) {
			b.expect(len(e.Outputs(b.Course)) + 1)
			g.Go(func() error { return b.edition(ctx, w, e) })
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if err := b.reportDrawn(w); err != nil {
		return err
	}
	if b.wants(EditionWeb) {
		if err := b.app(w); err != nil {
			return err
		}
	}
	return b.release()
}

// edition makes one edition and its report.
func (b *builder) edition(ctx context.Context, w *Web, e Edition) error {
	m := &Maker{builder: b, Edition: e.Name, Web: w}
	if err := e.Make(ctx, m); err != nil {
		return fmt.Errorf("edition %s: %w", e.Name, err)
	}
	return m.report()
}

// formats are the files of the editions that are made, as other forms of the
// course to which the web edition points.
func (b *builder) formats() []Format {
	var out []Format
	for _, e := range b.set {
		if !b.wants(e.Name) {
			continue
		}
		for _, o := range e.files(b.Course) {
			out = append(out, Format{Output: o})
		}
	}
	return out
}

// expect adds to the number of files that progress counts to.
func (b *builder) expect(n int) { b.total.Add(int64(n)) }

// put writes one whole file.
func (b *builder) put(path string, data []byte) error {
	f, err := b.create(path)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// create opens a file whose checksum goes into release.json.
func (b *builder) create(path string) (io.WriteCloser, error) {
	f, err := b.Out.Create(path)
	if err != nil {
		return nil, err
	}
	return &summedFile{WriteCloser: f, b: b, path: path, sum: sha256.New()}, nil
}

type summedFile struct {
	io.WriteCloser
	b    *builder
	path string
	sum  hash.Hash
}

func (f *summedFile) Write(p []byte) (int, error) {
	f.sum.Write(p)
	return f.WriteCloser.Write(p)
}

// Close notes the checksum and tells of the progress.
func (f *summedFile) Close() error {
	if err := f.WriteCloser.Close(); err != nil {
		return err
	}
	f.b.mu.Lock()
	f.b.sums[f.path] = hex.EncodeToString(f.sum.Sum(nil))
	f.b.mu.Unlock()
	done := f.b.done.Add(1)
	if f.b.Progress != nil {
		f.b.Progress(int(done), int(max(done, f.b.total.Load())), f.path)
	}
	return nil
}

// ReleaseFile is the name of the file that says what was built: it stands beside the editions.
const ReleaseFile = "release.json"

// Release is what release.json holds: what was built of what, and the SHA-256 of
// every file. It holds no time and no name of a machine.
type Release struct {
	Course    string            `json:"course"` // the course's IRI
	Key       string            `json:"key"`
	Release   string            `json:"release,omitempty"`
	Date      string            `json:"date,omitempty"`
	Source    string            `json:"source,omitempty"` // SHA-256 of the course's folder as SourceArchive packs it for institutions
	Atelier   string            `json:"atelier,omitempty"`
	Languages []lang.Tag        `json:"languages"`
	Editions  []string          `json:"editions"`
	Files     map[string]string `json:"files"` // path to SHA-256
}

func sumOf(p archive.Packed) (string, error) {
	f, err := p.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), err
}

func (b *builder) release() error {
	r := Release{
		Course: b.Course.IRI, Key: b.Course.Key, Release: b.Release, Atelier: b.Version,
		Date: b.Date, Languages: b.Course.Tags(), Files: b.sums,
	}
	source, err := b.PackedSource(Institution)
	if err != nil {
		return err
	}
	if source != nil {
		sum, err := sumOf(*source)
		if err != nil {
			return err
		}
		r.Source = sum
	}
	for _, e := range b.set.Names() {
		if b.wants(e) {
			r.Editions = append(r.Editions, e)
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return err
	}
	f, err := b.Out.Create(ReleaseFile)
	if err != nil {
		return err
	}
	if _, err := f.Write(out.Bytes()); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// fileOf is the file of a page in the web edition.
func fileOf(p *WebPage) string {
	return EditionWeb + "/" + strings.TrimPrefix(p.Path, "/") + "index.html"
}
