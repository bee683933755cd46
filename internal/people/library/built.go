package library

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/content/course"
	"atelier/internal/content/evidence"
	"atelier/internal/content/publish"
)

// builtPath is where the files of the editions stand. It is no pattern of the mux: the pages of rooms begin with a
// language, which could be this word.
const builtPath = "/editions/"

// built is a folder of editions that was built of the course beside the site, with
// what is known of it. Its files are those that its release.json names, and no
// others; those that hold the bank of the graded assessment are offered only where
// the site was told to.
type built struct {
	build   evidence.Build
	formats []publish.Format
	held    map[string]bool // files that are not offered, by their name in the build
	banks   bool
	proof   *publish.Proof
}

// lookBuilt looks at the folder; nil when there is none, or when it is of another
// course.
func (o Options) lookBuilt(c *course.Course) *built {
	if o.Editions == "" {
		return nil
	}
	build, err := evidence.Open(o.Editions)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && build.Release.Course != c.IRI:
		err = errors.New("it holds the editions of " + build.Release.Course)
	}
	if err != nil {
		o.Log.Warn("the folder of editions is not used", "folder", o.Editions, "why", err)
		return nil
	}
	b := &built{build: build, held: map[string]bool{}}
	b.banks = o.Banks
	b.formats = b.files(c)
	b.proof = o.proof(build)
	return b
}

// files are the outputs of the course that the folder has, with their sizes.
func (b *built) files(c *course.Course) []publish.Format {
	var out []publish.Format
	for _, output := range publish.Outputs(c) {
		if b.build.Release.Files[output.Path] == "" {
			continue
		}
		info, err := os.Stat(filepath.Join(b.build.Dir, filepath.FromSlash(output.Path)))
		if err != nil {
			continue
		}
		held := output.Bank && !b.banks
		if held {
			b.held[output.Path] = true
		}
		output.Path = builtPath + output.Path
		out = append(out, publish.Format{Output: output, Bytes: info.Size(), Held: held})
	}
	return out
}

// proof is what is known of a build: from its release.json, its reports and the
// evidence beside it. Evidence that does not hold is no evidence, and the log says
// why.
func (o Options) proof(b evidence.Build) *publish.Proof {
	p := &publish.Proof{Release: b.Release.Release, Date: b.Release.Date, Losses: map[string][]publish.ReportEntry{}}
	if src, err := publish.SourceArchive(o.Source, publish.Institution); err == nil {
		sum := sha256.Sum256(src)
		p.Stale = hex.EncodeToString(sum[:]) != b.Release.Source
	}
	for _, name := range b.Release.Editions {
		var r publish.Report
		data, err := os.ReadFile(filepath.Join(b.Dir, name, publish.ReportFile))
		if err == nil && json.Unmarshal(data, &r) == nil {
			p.Losses[name] = r.Losses
		}
	}
	e, err := evidence.Read(b)
	if err != nil {
		if !errors.Is(err, evidence.ErrNone) {
			o.Log.Warn("the evidence is not used", "folder", b.Dir, "why", err)
		}
		return p
	}
	p.Asked, p.Key = e.Asked, e.KeyID
	for _, j := range e.Judges {
		p.Judges = append(p.Judges, publish.Judged(j))
	}
	return p
}

// inline are the endings of files that a browser shows; the others are saved.
var inline = map[string]bool{".pdf": true, ".txt": true, ".json": true}

// built serves a file of the editions.
func (h handlers) built(w http.ResponseWriter, r *http.Request, b *built, name string) error {
	if b == nil || b.build.Release.Files[name] == "" || b.held[name] {
		return fault.New(fault.NotFound, words, "no-page")
	}
	f, err := os.Open(filepath.Join(b.build.Dir, filepath.FromSlash(name)))
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
	w.Header().Set("ETag", `"`+b.build.Release.Files[name]+`"`)
	w.Header().Set("Cache-Control", "public, max-age=300")
	if !inline[ending] {
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(name)}))
	}
	http.ServeContent(w, r, "", info.ModTime(), f)
	return nil
}
