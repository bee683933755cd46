package library

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/web"
	"atelier/internal/content/parity"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
)

// registerCourses puts the list of courses on a mux, under its name in every interface language.
func (h handlers) registerCourses(mux *http.ServeMux) {
	for _, face := range lang.Interfaces() {
		mux.Handle("GET /{lang}/"+words.Say(face, "slug.courses")+"/{$}", h.kit.Handle(h.catalogue))
	}
}

// catalogue lists the courses of the site.
func (h handlers) catalogue(w http.ResponseWriter, req *http.Request) error {
	tag, face, ok := h.Language(req.PathValue("lang"))
	if !ok {
		return fault.New(fault.NotFound, words, "no-page")
	}
	if want := CoursesPath(tag, face); req.URL.Path != want {
		return move(w, req, want)
	}
	title := words.Say(face, "courses")
	list := page.ListPage{Heading: page.Heading{Title: page.Text(title), Lede: page.Text(words.Say(face, "courses-lede"))}}
	query := req.URL.Query().Get("q")
	form := page.SearchLine(face, page.SearchForm{Action: CoursesPath(tag, face), Label: words.Say(face, "courses-search"), Query: strings.TrimSpace(shortened(query))})
	list.Body = form
	if strings.TrimSpace(query) != "" {
		list.Body = templ.Join(form, page.FoundInCourses(face, h.foundIn(tag, face, query)))
	} else if err := h.listCourses(req, &list, tag, face); err != nil {
		return err
	}
	reading, _ := ReadingOf(req)
	data, err := h.Draw(Sheet{Tag: tag, Title: title, Back: req.URL.Path, Reading: reading, Body: page.ListBody(face, list),
		At: func(other lang.Tag) string { return CoursesPath(other, h.Edition().Face(other)) }})
	if err != nil {
		return err
	}
	web.HTML(w, req, http.StatusOK, data)
	return nil
}

// listCourses puts the courses on the list.
func (h handlers) listCourses(req *http.Request, list *page.ListPage, tag, face lang.Tag) error {
	group := page.Group{ID: "courses"}
	for _, e := range h.Editions() {
		row := e.row(tag, face)
		if err := e.tellNew(&row, tag, face); err != nil {
			return err
		}
		if on := e.Release; on != nil {
			by, err := h.hand(req, face, e.Course.Key, on.By, on.Key)
			if err != nil {
				return err
			}
			if by != "" {
				row.Meta = append(row.Meta, words.Say(face, "courses-by", lang.A{"who": by}))
			}
		}
		row.Under = h.adaptationsOf(e, tag, face)
		group.Rows = append(group.Rows, row)
	}
	list.Groups = []page.Group{group}
	return nil
}

// isCatalogue says whether an address is that of the list of courses in one of its languages.
func (r *Room) isCatalogue(path string) bool {
	e := r.Edition()
	return slices.ContainsFunc(e.Course.Tags(), func(tag lang.Tag) bool { return path == CoursesPath(tag, e.Face(tag)) })
}

// row is the course in the list, for readers of the site in a language.
func (e *Edition) row(tag, face lang.Tag) page.Row {
	c, own := e.Course, e.Reads(tag)
	row := page.Row{ID: "course-" + c.Key, Title: page.Link{Text: c.Title.In(own), Href: e.Home(tag)}, Text: page.Text(c.Description.In(own)),
		Meta: []string{words.Say(face, "courses-lessons", lang.A{"n": e.Lessons()}), lang.Minutes(face, publish.CourseMinutes(c, own))}}
	if c.Follows != nil && c.Follows.Jurisdiction.Has(own) {
		row.Meta = append(row.Meta, words.Say(face, "adaptation-for", lang.A{"jurisdiction": c.Follows.Jurisdiction.In(own)}))
	}
	if e.Release != nil {
		row.Meta = append(row.Meta, words.Say(face, "courses-release", lang.A{"version": e.Release.Version, "day": parity.DayOf(e.Release.Published).Say(face)}))
	}
	for _, l := range c.Languages {
		row.Flags = append(row.Flags, page.Flag{Mark: l.Tag.String(), Name: l.Name})
	}
	return row
}

// tellNew puts what the release that is served says of itself below a row.
func (e *Edition) tellNew(row *page.Row, tag, face lang.Tag) error {
	if e.Release == nil {
		return nil
	}
	notes, err := release.NotesHTML(e.Release.Notes.In(e.Reads(tag)))
	if err != nil || notes == "" {
		return err
	}
	row.More = &page.Reveal{Title: page.Text(words.Say(face, "courses-new", lang.A{"version": e.Release.Version})), Body: page.HTML(notes)}
	return nil
}

// beside lists the other courses of the site for the cover of the first one, and leads to the list of all.
func (r *Room) beside(tag, face lang.Tag) page.Group {
	group := page.Group{ID: "others", Title: words.Say(face, "courses-others")}
	for _, e := range r.Editions()[1:] {
		group.Rows = append(group.Rows, e.row(tag, face))
	}
	if len(group.Rows) > 0 {
		group.Rows = append(group.Rows, page.Row{Title: page.Link{Text: words.Say(face, "courses-all"), Href: CoursesPath(tag, face)}})
	}
	return group
}
