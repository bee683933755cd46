package library

import (
	"atelier/internal/base/api"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// FormatView is a format of a release as programs see it.
type FormatView struct {
	Format string     `json:"format" doc:"api.format.format" example:"epub"`
	State  string     `json:"state" enum:"missing,waiting,building,there,failed" doc:"api.format.state"`
	Why    string     `json:"why,omitempty" enum:"source,build,files,time,stopped" doc:"api.format.why"`
	Files  []FileView `json:"files" nullable:"false" doc:"api.format.files"`
}

// FileView is a file of a format.
type FileView struct {
	Path     string `json:"path" doc:"api.file.path" example:"epub/course-en.epub"`
	Bytes    int64  `json:"bytes" doc:"api.file.bytes"`
	Checksum string `json:"checksum" doc:"api.file.checksum"`
}

type theRelease struct {
	TheCourse
	Version string `path:"version" maxLength:"100" doc:"api.release.version"`
}

type formatsView struct {
	Body struct {
		Items []FormatView `json:"items" nullable:"false" doc:"api.format.items"`
	}
}

func (r *Room) apiFormats(c api.Call, tx store.Tx, in *theRelease) (*formatsView, error) {
	if err := c.Of(in.Course); err != nil {
		return nil, err
	}
	one, err := r.shelf.Release(tx, in.Course, in.Version)
	if err != nil {
		return nil, err
	}
	all, err := r.shelf.Formats(tx, one)
	if err != nil {
		return nil, err
	}
	out := &formatsView{}
	out.Body.Items = []FormatView{}
	for _, f := range all {
		view := FormatView{Format: f.Edition, State: string(f.State), Why: f.Why, Files: []FileView{}}
		for _, file := range f.Files {
			view.Files = append(view.Files, FileView{Path: file.Path, Bytes: file.Bytes, Checksum: string(file.Blob)})
		}
		out.Body.Items = append(out.Body.Items, view)
	}
	return out, nil
}

func (r *Room) apiBuild(c api.Call, tx store.Tx, in *theRelease) (*formatsView, error) {
	if err := c.Of(in.Course); err != nil {
		return nil, err
	}
	if _, err := r.shelf.Build(tx, identity.PersonID(c.By()), in.Course, in.Version); err != nil {
		return nil, err
	}
	return r.apiFormats(c, tx, in)
}
