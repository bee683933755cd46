package library

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"sync"

	"atelier/internal/base/web"
	"atelier/internal/content/publish"
)

// app is what makes the site an app that works without a connection: made when it
// is first asked for.
type app struct {
	once  sync.Once
	files map[string]*web.Body // by path below the root of the course
	err   error
}

// appFile is a file of the app at a path; nil when there is none.
func (e *Edition) appFile(path string) (*web.Body, error) {
	below, ok := strings.CutPrefix(path, e.Web.Options.Root)
	if !ok || !strings.HasSuffix(below, ".webmanifest") && !slices.Contains(appPaths, below) {
		return nil, nil
	}
	e.app.once.Do(func() { e.app.files, e.app.err = e.makeApp() })
	return e.app.files[below], e.app.err
}

var appPaths = []string{publish.WorkerFile, publish.OfflineFile, publish.IconFile}

func (e *Edition) makeApp() (map[string]*web.Body, error) {
	out := map[string]*web.Body{publish.IconFile: web.NewBody("image/svg+xml", web.CacheChecked, []byte(publish.Icon))}
	manifests, err := e.Web.Manifests()
	if err != nil {
		return nil, err
	}
	// A page has no mark of its own before it is drawn: all pages share the mark of the text they are drawn from.
	mark := e.mark()
	marks := map[string]string{publish.IconFile: mark}
	for _, m := range manifests {
		out[m.Path] = web.NewBody("application/manifest+json", web.CacheChecked, m.Data)
		marks[m.Path] = mark
	}
	for _, p := range e.list {
		marks[strings.TrimPrefix(p.Path, "/")] = mark
	}
	for name := range e.assets {
		marks[strings.TrimPrefix(assetsPath, "/")+name] = name
	}
	list, worker, err := publish.Offline(marks)
	if err != nil {
		return nil, err
	}
	out[publish.OfflineFile] = web.NewBody("application/json", web.CacheChecked, list)
	out[publish.WorkerFile] = web.NewBody("text/javascript; charset=utf-8", web.CacheChecked, worker)
	return out, nil
}

// mark stands for the text of the edition and for the program that draws it.
func (e *Edition) mark() string {
	sum := sha256.New()
	names := make([]string, 0, len(e.Course.Files))
	for name := range e.Course.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		sum.Write([]byte(name + "\x00" + e.Course.Files[name].Text + "\x00"))
	}
	sum.Write([]byte(e.Web.Options.Version))
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// serveApp answers for a file of the app; false when the path is none.
func (h handlers) serveApp(w http.ResponseWriter, r *http.Request, e *Edition) (bool, error) {
	body, err := e.appFile(r.URL.Path)
	if body == nil || err != nil {
		return false, err
	}
	body.Serve(w, r)
	return true, nil
}
