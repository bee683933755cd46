package library

import (
	"context"
	"net/http"
	"path"
	"strings"
	"sync"

	"atelier/internal/base/fault"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/content/editions"
	"atelier/internal/content/publish"
)

// textPath is where the plain-text edition stands.
const textPath = "/text/"

// texts is the plain-text edition, made when it is first asked for.
type texts struct {
	once  sync.Once
	files map[string]*web.Body // by name
	err   error
}

// textFormats tells the pages where the course is in plain text.
func textFormats(c *course.Course) []publish.Format {
	var out []publish.Format
	for _, o := range editions.All.Outputs(c, publish.EditionText) {
		o.Path = "/" + o.Path
		out = append(out, publish.Format{Output: o})
	}
	return out
}

// text is a file of the plain-text edition; nil when there is none of that name.
func (e *Edition) text(name string) (*web.Body, error) {
	e.texts.once.Do(func() {
		var made publish.Memory
		e.texts.err = editions.All.Build(context.Background(), e.Course, publish.Options{
			Only: []string{publish.EditionText}, Out: &made, BaseURL: e.base,
		})
		e.texts.files = map[string]*web.Body{}
		for name, data := range made.Files() {
			if path.Dir(name) == publish.EditionText {
				e.texts.files[path.Base(name)] = web.NewBody("text/plain; charset=utf-8", web.CacheChecked, data)
			}
		}
	})
	return e.texts.files[name], e.texts.err
}

// text serves the plain-text edition.
func (h handlers) text(w http.ResponseWriter, r *http.Request) error {
	var body *web.Body
	var err error
	for _, e := range h.Editions() { // the names begin with the key of the course
		if name := r.PathValue("name"); strings.HasPrefix(name, e.Course.Key+"-") || strings.HasPrefix(name, e.Course.Key+".") {
			if body, err = e.text(name); body != nil || err != nil {
				break
			}
		}
	}
	switch {
	case err != nil:
		return fault.New(fault.Unavailable, words, "no-asset").Because(err)
	case body == nil:
		return fault.New(fault.NotFound, words, "no-page")
	}
	body.Serve(w, r)
	return nil
}
