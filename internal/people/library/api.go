package library

import (
	"embed"
	"net/http"

	"atelier/internal/base/api"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

//go:embed apitext
var apiFiles embed.FS

// apiWords are the texts of the operations, which no page needs.
var apiWords = lang.MustCatalogue(apiFiles)

// The scopes of the operations.
const (
	CoursesRead   api.Scope = "courses:read"
	ReleasesRead  api.Scope = "releases:read"
	ReleasesWrite api.Scope = "releases:write"
)

// RegisterAPI adds the operations of the room.
func (r *Room) RegisterAPI(f *api.Frame) {
	f.Speak(apiWords)
	r.registerCourseAPI(f)
	api.Register(f, api.Operation{ID: "list-releases", Method: "GET", Path: "/courses/{course}/releases", Group: "releases", Scope: ReleasesRead, Course: true}, r.apiList)
	api.RegisterPrepared(f, api.Operation{ID: "publish-release", Method: "POST", Path: "/courses/{course}/releases", Group: "releases", Scope: ReleasesWrite, Course: true, Status: http.StatusCreated, Body: maxSent},
		r.prepareRelease, r.apiPublish)
	api.Register(f, api.Operation{ID: "withdraw-release", Method: "POST", Path: "/courses/{course}/releases/{version}/withdrawal", Group: "releases", Scope: ReleasesWrite, Course: true}, r.apiWithdraw)
	formats := "/courses/{course}/releases/{version}/formats"
	api.Register(f, api.Operation{ID: "list-release-formats", Method: "GET", Path: formats, Group: "releases", Scope: ReleasesRead, Course: true}, r.apiFormats)
	api.Register(f, api.Operation{ID: "build-release-formats", Method: "POST", Path: formats, Group: "releases", Scope: ReleasesWrite, Course: true, Status: http.StatusAccepted}, r.apiBuild)
}

// ReleaseView is a release as programs see it.
type ReleaseView struct {
	Version   string            `json:"version" doc:"api.release.version" example:"1.2.0"`
	Number    int               `json:"number" doc:"api.release.number"`
	Day       string            `json:"day" format:"date" doc:"api.release.day"`
	Published string            `json:"published" format:"date-time" doc:"api.release.published"`
	By        string            `json:"by,omitempty" doc:"api.release.by"`
	Key       string            `json:"key,omitempty" doc:"api.release.key"`
	Checksum  string            `json:"checksum" doc:"api.release.checksum"`
	Notes     map[string]string `json:"notes" nullable:"false" doc:"api.release.notes"`
	Served    bool              `json:"served" doc:"api.release.served"`
	Withdrawn string            `json:"withdrawn,omitempty" format:"date-time" doc:"api.release.withdrawn"`
	Reason    map[string]string `json:"reason,omitempty" doc:"api.release.reason"`
	// Of the withdrawal, as By and Key are of the publication.
	WithdrawnBy  string `json:"withdrawnBy,omitempty" doc:"api.release.withdrawn-by"`
	WithdrawnKey string `json:"withdrawnKey,omitempty" doc:"api.release.withdrawn-key"`
}

func viewOf(r Release, served string) ReleaseView {
	v := ReleaseView{Version: r.Version, Number: r.Number, Day: string(r.Day), Published: lang.Machine(r.Published), By: string(r.By), Key: r.Key, Checksum: string(r.Archive), Notes: byTag(r.Notes), Served: r.Version == served}
	if w := r.Withdrawn; w != nil {
		v.Withdrawn, v.Reason, v.WithdrawnBy, v.WithdrawnKey = lang.Machine(w.At), byTag(w.Reason), string(w.By), w.Key
	}
	return v
}

func byTag(t lang.Text) map[string]string {
	out := map[string]string{}
	for tag, text := range t {
		out[string(tag)] = text
	}
	return out
}

// TheCourse is the part of an address that names a course.
type TheCourse struct {
	Course string `path:"course" maxLength:"200" doc:"api.release.course"`
}

type releasesView struct {
	Body struct {
		Items []ReleaseView `json:"items" nullable:"false" doc:"api.release.items"`
	}
}

func (r *Room) apiList(c api.Call, tx store.Tx, in *TheCourse) (*releasesView, error) {
	if err := c.Of(in.Course); err != nil {
		return nil, err
	}
	all, err := r.shelf.Releases(tx, in.Course)
	if err != nil {
		return nil, err
	}
	newest, _ := newestOf(all)
	out := &releasesView{}
	out.Body.Items = []ReleaseView{}
	for _, one := range all {
		out.Body.Items = append(out.Body.Items, viewOf(one, newest.Version))
	}
	return out, nil
}

type withdrawalAsked struct {
	TheCourse
	Version string `path:"version" maxLength:"100" doc:"api.release.version"`
	Body    struct {
		English string `json:"en" minLength:"1" maxLength:"500" doc:"api.release.reason-en"`
		French  string `json:"fr" minLength:"1" maxLength:"500" doc:"api.release.reason-fr"`
	}
}

type oneReleaseView struct{ Body ReleaseView }

func (r *Room) apiWithdraw(c api.Call, tx store.Tx, in *withdrawalAsked) (*oneReleaseView, error) {
	if err := c.Of(in.Course); err != nil {
		return nil, err
	}
	one, err := r.shelf.Release(tx, in.Course, in.Version)
	if err != nil {
		return nil, err
	}
	w := Withdrawal{Key: c.Key.ID, Reason: lang.Text{lang.English: in.Body.English, lang.French: in.Body.French}}
	if w.By, err = r.shelf.Responsible(tx, c.Key.ID, in.Course); err != nil {
		return nil, err
	}
	if err := r.shelf.withdraw(tx, in.Course, in.Version, w); err != nil {
		return nil, err
	}
	one, err = r.shelf.Release(tx, in.Course, in.Version)
	return &oneReleaseView{viewOf(one, "")}, err
}
