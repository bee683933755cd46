package library

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/content/course"
	"atelier/internal/content/editions"
	"atelier/internal/content/evidence"
	"atelier/internal/content/publish"
)

// builtPath is where the files of the editions stand, below the root of the course. It is no pattern of the mux: the pages of rooms begin with a
// language, which could be this word.
const builtPath = "editions/"

// built is editions that were built of the course: in a folder beside the site, or on the shelf. Of a folder its files
// are those that its release.json names, and no others; those that hold the bank of the graded assessment are offered
// only where the site was told to.
type built struct {
	files   fs.FS
	sums    map[string]string // SHA-256 of each file, by its path below the editions
	formats []publish.Format
	held    map[string]bool // files that are not offered
	proof   *publish.Proof
}

// lookBuilt looks at the folder; nil when there is none, or when it is of another
// course.
func (o Options) lookBuilt(c *course.Course, first bool) *built {
	if o.Editions == "" {
		return nil
	}
	folder := o.Editions
	if !first {
		folder = filepath.Join(folder, c.Key)
	}
	build, err := evidence.Open(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && build.Release.Course != c.IRI:
		err = errors.New("it holds the editions of " + build.Release.Course)
	}
	if err != nil {
		o.Log.Warn("the folder of editions is not used", "folder", folder, "why", err)
		return nil
	}
	b := &built{files: os.DirFS(build.Dir), sums: build.Release.Files, held: map[string]bool{}}
	b.offer(c, o.Banks, rootPath(c, first))
	p := &publish.Proof{Release: build.Release.Release, Date: build.Release.Date}
	if src, err := publish.SourceArchive(o.Source, publish.Institution); err == nil {
		sum := sha256.Sum256(src)
		p.Stale = hex.EncodeToString(sum[:]) != build.Release.Source
	}
	b.prove(o, p, build.Digest)
	return b
}

// offer lists the outputs of the course that there are, with their sizes.
func (b *built) offer(c *course.Course, banks bool, root string) {
	for _, output := range editions.All.Outputs(c) {
		if b.sums[output.Path] == "" {
			continue
		}
		info, err := fs.Stat(b.files, output.Path)
		if err != nil {
			continue
		}
		held := output.Bank && !banks
		if held {
			b.held[output.Path] = true
		}
		output.Path = root + builtPath + output.Path
		b.formats = append(b.formats, publish.Format{Output: output, Bytes: info.Size(), Held: held})
	}
}

// prove adds to the proof what stands beside the files: the reports of the editions, and what judges said of the build,
// which is known by the checksum of its release.json. Evidence that does not hold is no evidence, and the log says why.
func (b *built) prove(o Options, p *publish.Proof, build string) {
	b.proof, p.Losses = p, map[string][]publish.ReportEntry{}
	for _, name := range editions.All.Names() {
		var r publish.Report
		data, err := fs.ReadFile(b.files, name+"/"+publish.ReportFile)
		if err == nil && json.Unmarshal(data, &r) == nil {
			p.Losses[name] = r.Losses
		}
	}
	e, err := evidence.ReadIn(b.files, build)
	if err != nil {
		if !errors.Is(err, evidence.ErrNone) {
			o.Log.Warn("the evidence is not used", "release", p.Release, "why", err)
		}
		return
	}
	p.Asked, p.Key = e.Asked, e.KeyID
	for _, j := range e.Judges {
		p.Judges = append(p.Judges, publish.Judged(j))
	}
}

// inline are the endings of files that a browser shows; the others are saved.
var inline = map[string]bool{".pdf": true, ".txt": true, ".json": true}

// built serves a file of the editions.
func (h handlers) built(w http.ResponseWriter, r *http.Request, b *built, name string) error {
	if b == nil || b.sums[name] == "" || b.held[name] {
		return fault.New(fault.NotFound, words, "no-page")
	}
	f, err := b.files.Open(name)
	if err != nil {
		return fault.New(fault.NotFound, words, "no-page").Because(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	ending := path.Ext(name)
	kind := mime.TypeByExtension(ending)
	if kind == "" {
		kind = "application/octet-stream"
	}
	if strings.HasPrefix(kind, "text/html") || ending == ".svg" { // never a page of this site
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("ETag", `"`+b.sums[name]+`"`)
	w.Header().Set("Cache-Control", "public, max-age=300")
	if !inline[ending] {
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(name)}))
	}
	if seeker, ok := f.(io.ReadSeeker); ok {
		http.ServeContent(w, r, "", info.ModTime(), seeker)
		return nil
	}
	if r.Header.Get("If-None-Match") == `"`+b.sums[name]+`"` {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.Header().Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	if r.Method == http.MethodHead {
		return nil
	}
	// What goes wrong now can only be told by ending the answer early.
	_, _ = io.Copy(w, f)
	return nil
}
