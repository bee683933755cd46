package report

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/identity"
	"atelier/internal/people/report/pages"
)

// ActRead is to read what learners say of a course in their own words.
var ActRead = identity.Act{Name: "report.read", Roles: []identity.Role{identity.Steward}}

// EvaluatedPath is the address of what learners said of the course.
func EvaluatedPath(tag, face lang.Tag) string {
	return Path(tag, face) + words.Say(face, "slug-evaluation") + "/"
}

func (h handlers) mountEvaluated(mux *http.ServeMux, kit *web.Kit, at string) {
	mux.Handle("GET "+at+"{$}", kit.Handle(h.seeing((*visit).evaluated)))
	mux.Handle("POST "+at+"{$}", kit.Handle(h.seeing((*visit).forgetOpinion)))
	mux.Handle("GET "+at+"{file}", kit.Handle(h.seeing((*visit).evaluatedFile)))
}

// formSaid is what is told of a form.
type formSaid struct {
	form     Form
	all      Said
	each     []Said
	opinions []opinion // of those who may read them
}

// saidOf reads what is told of every form. Figures about the whole course are of
// everybody, so whoever sees only some people does not see them.
func (v *visit) saidOf() (list []formSaid, err error) {
	if !v.sight.All {
		return nil, fault.New(fault.Forbidden, words, "may-not-see")
	}
	err = v.DB.Read(v.req.Context(), func(tx store.Tx) error {
		list = nil
		reads := v.Identity.Can(tx, v.session, ActRead, identity.CourseScope(v.course.Key)) == nil
		for _, f := range Forms() {
			s := formSaid{form: f}
			if s.all, s.each, err = v.said(tx, v.course, f); err != nil {
				return err
			}
			if reads {
				if s.opinions, err = selectOpinions(tx, v.course.Key, f); err != nil {
					return err
				}
			}
			list = append(list, s)
		}
		return nil
	})
	return list, err
}

// evaluated shows what learners say of the course.
func (v *visit) evaluated() error {
	list, err := v.saidOf()
	if err != nil {
		return err
	}
	p := pages.Evaluated{Face: v.face, Heading: page.Heading{Kicker: v.course.Title.In(v.tag), Title: page.Text(v.say("evaluation.title")), Lede: page.Text(v.say("evaluation.lede", lang.A{"few": Few}))},
		Courses: v.otherCourses(EvaluatedPath(v.tag, v.face), func(tx store.Tx, key string) error {
			return v.Identity.Can(tx, v.session, ActPeople, identity.CourseScope(key))
		}),
		Action: v.of(EvaluatedPath(v.tag, v.face)), Forget: v.say("evaluation.forget")}
	for _, kind := range []string{"csv", "xlsx"} {
		p.Files = append(p.Files, page.Link{Text: v.say("file-" + kind), Href: v.of(EvaluatedPath(v.tag, v.face) + v.say("evaluation.file") + "." + kind)})
	}
	for _, s := range list {
		p.Forms = append(p.Forms, v.formPart(s))
	}
	return v.draw(v.say("evaluation.title"), page.Column, EvaluatedPath, pages.EvaluatedBody(p))
}

// formPart is one form with its drawing, its table and what was written.
func (v *visit) formPart(s formSaid) pages.FormPart {
	id := string(s.form)
	part := pages.FormPart{ID: "form-" + id, Title: v.say("evaluation.part-" + id)}
	if s.all.N < Few {
		part.Nothing = v.say("evaluation.nothing", lang.A{"few": Few})
		return part
	}
	if s.all.N < roughly {
		part.Warning = &page.Notice{Kind: "warning", Title: v.say("people.few", lang.A{"n": s.all.N}), Body: page.Text(v.say("people.few-text"))}
	}
	part.Bars = page.Bars{ID: "bars-" + id, Title: part.Title, Text: v.say("evaluation.drawn", lang.A{"n": s.all.N})}
	part.Board = page.Board{Caption: v.say("evaluation.table-" + id), Columns: []page.BoardColumn{{Text: v.say("evaluation.col-item")}, {Text: v.say("evaluation.col-all", lang.A{"n": s.all.N})}}}
	for _, one := range s.each {
		part.Board.Columns = append(part.Board.Columns, page.BoardColumn{Text: v.say("evaluation.col-language", lang.A{"language": v.words().value(names{}, ByLanguage, string(one.Language)), "n": one.N})})
	}
	s.all.each(s.form, func(name string, share Percent) {
		part.Bars.Bars = append(part.Bars.Bars, page.Bar{Label: v.say("evaluation.short-" + name), Text: v.percent(share), Percent: share.Value})
		row := []templ.Component{page.Text(v.say("evaluation.whole-" + name)), page.Text(v.percent(share))}
		for _, one := range s.each {
			one.each(s.form, func(other string, share Percent) {
				if other == name {
					row = append(row, page.Text(v.percent(share)))
				}
			})
		}
		part.Board.Rows = append(part.Board.Rows, row)
	})
	if s.opinions == nil {
		return part
	}
	part.Said = v.say("evaluation.said")
	if len(s.opinions) < Few {
		part.Few = v.say("evaluation.said-few", lang.A{"few": Few})
		return part
	}
	rand.Shuffle(len(s.opinions), func(i, j int) { s.opinions[i], s.opinions[j] = s.opinions[j], s.opinions[i] })
	for _, o := range s.opinions {
		part.Opinions = append(part.Opinions, pages.Opinion{ID: o.id, Text: o.text, Lang: string(o.language)})
	}
	return part
}

// evaluatedFile gives the figures of the page as a file; words of people are in none.
func (v *visit) evaluatedFile() error {
	list, err := v.saidOf()
	if err != nil {
		return err
	}
	name, kind, _ := strings.Cut(v.req.PathValue("file"), ".")
	if name != v.say("evaluation.file") {
		return fault.New(fault.NotFound, words, "no-file")
	}
	rows := [][]string{{"course", "form", "language", "item", "people", "percent", "bound"}}
	for _, s := range list {
		for _, one := range append([]Said{s.all}, s.each...) {
			one.each(s.form, func(name string, p Percent) {
				rows = append(rows, []string{v.course.Key, string(s.form), string(one.Language), name, strconv.Itoa(one.N), strconv.Itoa(p.Value), bound(p)})
			})
		}
	}
	return v.send(v.course.Key, kind, rows, map[int]bool{4: true, 5: true})
}

// forgetOpinion takes away what somebody wrote, because it names people or hurts them.
func (v *visit) forgetOpinion() error {
	if err := v.req.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	err := v.DB.Write(v.req.Context(), func(tx store.Tx) error {
		if err := v.Identity.Can(tx, v.session, ActRead, identity.CourseScope(v.course.Key)); err != nil {
			return err
		}
		return blankOpinion(tx, v.course.Key, v.req.PostForm.Get("forget"))
	})
	if err == nil {
		web.SeeOther(v.w, v.req, v.of(EvaluatedPath(v.tag, v.face)))
	}
	return err
}
