package library

import (
	"atelier/internal/base/api"
	"atelier/internal/base/lang"
	"atelier/internal/base/search"
	"atelier/internal/base/store"
)

// registerCourseAPI adds the operations about the courses that are served.
func (r *Room) registerCourseAPI(f *api.Frame) {
	api.Register(f, api.Operation{ID: "list-courses", Method: "GET", Path: "/courses", Group: "courses", Scope: CoursesRead, Course: true}, r.apiCourses)
	api.Register(f, api.Operation{ID: "search-courses", Method: "GET", Path: "/search", Group: "courses", Scope: CoursesRead, Course: true}, r.apiSearch)
}

// CourseView is a course as programs see it.
type CourseView struct {
	Key         string            `json:"key" doc:"api.course.key" example:"open-source-in-government"`
	ID          string            `json:"id" doc:"api.course.id" example:"urn:uuid:0d9ed4b5-5d0c-4b1a-9c5a-0e3a2c9b7f10"`
	Title       map[string]string `json:"title" doc:"api.course.title"`
	Description map[string]string `json:"description" doc:"api.course.description"`
	Addresses   map[string]string `json:"addresses" doc:"api.course.addresses"`
	Licence     string            `json:"licence" doc:"api.course.licence" example:"CC-BY-4.0"`
	Lessons     int               `json:"lessons" doc:"api.course.lessons"`
	Release     string            `json:"release,omitempty" doc:"api.course.release" example:"1.2.0"`
	Follows     *FollowsView      `json:"follows,omitempty" doc:"api.course.follows"`
	Adaptations []string          `json:"adaptations" nullable:"false" doc:"api.course.adaptations"`
}

// FollowsView is what an adaptation follows.
type FollowsView struct {
	ID           string            `json:"id" doc:"api.follows.id" example:"urn:uuid:0d9ed4b5-5d0c-4b1a-9c5a-0e3a2c9b7f10"`
	Release      string            `json:"release" doc:"api.follows.release" example:"1.2.0"`
	Course       string            `json:"course,omitempty" doc:"api.follows.course" example:"open-source-in-government"`
	Newer        string            `json:"newer,omitempty" doc:"api.follows.newer" example:"1.3.0"`
	Title        map[string]string `json:"title" doc:"api.follows.title"`
	By           map[string]string `json:"by" doc:"api.follows.by"`
	Licence      string            `json:"licence" doc:"api.follows.licence" example:"CC-BY-4.0"`
	Jurisdiction map[string]string `json:"jurisdiction" doc:"api.follows.jurisdiction"`
	Changes      map[string]string `json:"changes" doc:"api.follows.changes"`
}

func (r *Room) followsView(e *Edition) *FollowsView {
	f := e.Course.Follows
	if f == nil {
		return nil
	}
	v := &FollowsView{ID: f.Course, Release: f.Release, Newer: r.Newer(e), Title: spoken(f.Title), By: spoken(f.By), Licence: f.Licence, Jurisdiction: spoken(f.Jurisdiction), Changes: spoken(f.Changes)}
	if of := r.Followed(e); of != nil {
		v.Course = of.Course.Key
	}
	return v
}

// courseView is a course for programs.
func (r *Room) courseView(e *Edition) CourseView {
	c := e.Course
	v := CourseView{Key: c.Key, ID: c.IRI, Title: spoken(c.Title), Description: spoken(c.Description), Addresses: map[string]string{}, Licence: c.Licence, Lessons: e.Lessons(), Follows: r.followsView(e), Adaptations: []string{}}
	for _, tag := range c.Tags() {
		v.Addresses[string(tag)] = r.whole(e.Home(tag))
	}
	for _, one := range r.Adaptations(e) {
		v.Adaptations = append(v.Adaptations, one.Course.Key)
	}
	if e.Release != nil {
		v.Release = e.Release.Version
	}
	return v
}

// whole is an address of the site for those who are elsewhere, as far as the site knows its own.
func (r *Room) whole(path string) string {
	if r.o.BaseURL == "" {
		return path
	}
	return r.o.BaseURL + path[1:]
}

// spoken is a text by tag of language.
func spoken(t lang.Text) map[string]string {
	out := map[string]string{}
	for tag, text := range t {
		out[string(tag)] = text
	}
	return out
}

func (r *Room) apiCourses(c api.Call, _ store.Tx, in *api.Asked) (*api.List[CourseView], error) {
	if err := c.Of(c.Key.Course); err != nil {
		return nil, err
	}
	var mine []*Edition
	for _, e := range r.Editions() {
		if c.Key.Course == "" || c.Key.Course == e.Course.Key {
			mine = append(mine, e)
		}
	}
	key := func(e *Edition) string { return e.Course.Key }
	rest := api.After(mine, in.After, key)
	return api.NewList(rest[:min(len(rest), in.Limit+1)], in.Limit, key, r.courseView, c.Query), nil
}

type searchAsked struct {
	Query    string `query:"q" required:"true" minLength:"1" maxLength:"200" doc:"api.search.q" example:"licence"`
	Language string `query:"language" maxLength:"35" default:"en" doc:"api.search.language"`
	Limit    int    `query:"limit" minimum:"1" maximum:"20" default:"5" doc:"api.search.limit"`
}

// FoundView is what was found in a course.
type FoundView struct {
	Course   string        `json:"course" doc:"api.course.key" example:"open-source-in-government"`
	Language string        `json:"language" doc:"api.found.language" example:"en"`
	All      bool          `json:"all" doc:"api.found.all"`
	Total    int           `json:"total" doc:"api.found.total"`
	Passages []PassageView `json:"passages" nullable:"false" doc:"api.found.passages"`
}

// PassageView is a passage that was found. The text is in pieces, of which those that were looked for are marked.
type PassageView struct {
	Address string      `json:"address" doc:"api.found.address"`
	Passage string      `json:"passage,omitempty" doc:"api.found.passage" example:"k7m2qp"`
	Title   string      `json:"title" doc:"api.found.title"`
	Heading string      `json:"heading,omitempty" doc:"api.found.heading"`
	Text    []PieceView `json:"text" nullable:"false" doc:"api.found.text"`
}

// PieceView is a piece of text.
type PieceView struct {
	Text string `json:"text" doc:"api.found.piece"`
	Mark bool   `json:"mark,omitempty" doc:"api.found.mark"`
}

type foundView struct {
	Body struct {
		Items []FoundView `json:"items" nullable:"false" doc:"api.found.items"`
	}
}

func (r *Room) apiSearch(c api.Call, _ store.Tx, in *searchAsked) (*foundView, error) {
	if err := c.Of(c.Key.Course); err != nil {
		return nil, err
	}
	out := &foundView{}
	out.Body.Items = []FoundView{}
	for _, f := range r.Search(lang.Tag(in.Language), in.Query, in.Limit) {
		if c.Key.Course != "" && c.Key.Course != f.Edition.Course.Key {
			continue
		}
		one := FoundView{Course: f.Edition.Course.Key, Language: string(f.Tag), All: f.Answer.All, Total: f.Answer.Total, Passages: []PassageView{}}
		for _, p := range f.Answer.Results {
			one.Passages = append(one.Passages, r.passageView(p))
		}
		out.Body.Items = append(out.Body.Items, one)
	}
	return out, nil
}

func (r *Room) passageView(p search.Result) PassageView {
	v := PassageView{Address: r.whole(resultOf(p).Title.Href), Passage: p.Passage, Title: plainOf(p.Title), Heading: plainOf(p.Heading), Text: []PieceView{}}
	for _, one := range p.Snippet {
		v.Text = append(v.Text, PieceView{Text: one.Text, Mark: one.Mark})
	}
	return v
}
