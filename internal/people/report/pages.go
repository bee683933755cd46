package report

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// ActSee is to see how learning goes in a course, in figures about nobody.
var ActSee = identity.Act{Name: "report.see", Roles: []identity.Role{identity.Administrator, identity.Publisher, identity.Steward, identity.Author}}

// Path is the address of the reports in a language.
func Path(tag, face lang.Tag) string {
	return "/" + tag.Lower() + "/" + words.Say(face, "slug") + "/"
}

// checkPath is the address of the report about the questions of a check.
func checkPath(tag, face lang.Tag, check string) string {
	return Path(tag, face) + words.Say(face, "slug-questions") + "/" + url.PathEscape(check) + "/"
}

// Doors leads from the account of whoever may see reports to them.
func Doors(tag, face lang.Tag, s *identity.Session) []page.Link {
	for _, g := range s.Grants {
		for _, role := range ActSee.Roles {
			if g.Role == role && g.Scope.Kind != identity.InOrg {
				return []page.Link{{Text: words.Say(face, "title"), Href: Path(tag, face) + ofScope(g.Scope)}}
			}
		}
	}
	for _, g := range s.Grants {
		if g.Role == identity.Manager {
			return []page.Link{{Text: words.Say(face, "people.title"), Href: PeoplePath(tag, face)}}
		}
	}
	return nil
}

// ofScope has the address of a report name the course in which a role is held.
func ofScope(s identity.Scope) string {
	if s.Kind != identity.InCourse {
		return ""
	}
	return "?" + url.Values{library.CourseField: {s.ID}}.Encode()
}

// otherCourses leads to a page about each of the other courses that whoever looks may see, as may says, and that are in the
// language of the page.
func (v *visit) otherCourses(at string, may func(tx store.Tx, key string) error) (links []page.Link) {
	for _, c := range v.courses() {
		if c.Key == v.course.Key || !slices.Contains(c.Tags(), v.tag) {
			continue
		}
		if v.DB.Read(v.req.Context(), func(tx store.Tx) error { return may(tx, c.Key) }) != nil {
			continue // they would be refused there
		}
		links = append(links, page.Link{Text: v.say("other-course", lang.A{"course": c.Title.In(v.tag)}), Href: at + v.query(c.Key, Filter{})})
	}
	return links
}

// Register puts the pages of the room on a mux, under their names in every interface
// language.
func (r *Room) Register(mux *http.ServeMux, kit *web.Kit, frame identity.Frame) {
	h := handlers{Room: r, frame: frame}
	on := func(req *http.Request) identity.Scope {
		return identity.CourseScope(r.Library.EditionIn(req).Course.Key)
	}
	may := func(fn func(*visit) error) web.Handler {
		return r.Identity.Require(ActSee, on, func(w http.ResponseWriter, req *http.Request, s *identity.Session) error {
			return h.visit(w, req, func(v *visit) error {
				v.session = s
				return fn(v)
			})
		})
	}
	for _, face := range lang.Interfaces() {
		at := "/{lang}/" + words.Say(face, "slug") + "/"
		mux.Handle("GET "+at+"{$}", kit.Handle(may((*visit).overview)))
		mux.Handle("POST "+at+"{$}", kit.Handle(may((*visit).renew)))
		h.mountPeople(mux, kit, at+words.Say(face, "slug-people")+"/")
		h.mountEvaluated(mux, kit, at+words.Say(face, "slug-evaluation")+"/")
		h.mountEvaluation(mux, kit, face)
		at += words.Say(face, "slug-questions") + "/{check}/"
		mux.Handle("GET "+at+"{$}", kit.Handle(may((*visit).questions)))
		mux.Handle("GET "+at+"{file}", kit.Handle(may((*visit).file)))
	}
}

type handlers struct {
	*Room
	frame identity.Frame
}

// visit is a request for a report by somebody who may see it.
type visit struct {
	handlers
	w         http.ResponseWriter
	req       *http.Request
	tag, face lang.Tag
	edition   *library.Edition
	course    *course.Course
	session   *identity.Session // of who looks
	sight     Sight             // what they see
}

func (h handlers) visit(w http.ResponseWriter, req *http.Request, fn func(*visit) error) error {
	tag, face, ok := h.frame.Language(req.PathValue("lang"))
	if !ok {
		return fault.New(fault.NotFound, words, "no-language")
	}
	w.Header().Set("Cache-Control", web.CachePrivate)
	e := h.Library.EditionIn(req)
	if !slices.Contains(e.Course.Tags(), tag) {
		return fault.New(fault.NotFound, words, "no-language")
	}
	return fn(&visit{handlers: h, w: w, req: req, tag: tag, face: face, edition: e, course: e.Course})
}

// query is a filter of the course in an address; it names the course where it is not
// the first one of the site.
func (r *Room) query(key string, f Filter) string {
	q := f.values()
	if key != r.courses()[0].Key {
		q.Set(library.CourseField, key)
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// of is an address of the course that is looked at.
func (v *visit) of(at string) string { return at + v.query(v.course.Key, Filter{}) }

func (v *visit) say(key string, args ...lang.A) string { return words.Say(v.face, key, args...) }

// up is the way back: the account, and the list of reports for those who see it.
func (v *visit) up() []page.Link {
	links := []page.Link{identity.ToAccount(v.tag, v.face)}
	if at := Path(v.tag, v.face); v.req.URL.Path != at && ActSee.Allowed(v.session.Grants, identity.CourseScope(v.course.Key)) {
		links = append(links, page.Link{Text: v.say("title"), Href: v.of(at)})
	}
	return links
}

// draw answers with a page whose address in a language is at's.
func (v *visit) draw(title string, layout page.Layout, at func(tag, face lang.Tag) string, body templ.Component) error {
	query := ""
	if v.req.URL.RawQuery != "" {
		query = "?" + v.req.URL.RawQuery
	}
	if want := at(v.tag, v.face); v.req.URL.Path != want && v.req.URL.EscapedPath() != want {
		http.Redirect(v.w, v.req, want+query, http.StatusMovedPermanently)
		return nil
	}
	return v.frame.Draw(v.w, v.req, http.StatusOK, identity.Sheet{Tag: v.tag, Title: title, Body: body, Layout: layout, Up: v.up(), At: func(other lang.Tag) string {
		_, face, _ := v.frame.Language(other.Lower())
		return at(other, face) + query
	}})
}
