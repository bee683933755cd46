package report

import (
	"embed"

	"atelier/internal/base/api"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
)

//go:embed apitext
var apiFiles embed.FS

// apiWords are the texts of the operations, which no page needs.
var apiWords = lang.MustCatalogue(apiFiles)

// The scopes of the room's operations.
const (
	ReportsRead  api.Scope = "reports:read"
	ReportsWrite api.Scope = "reports:write"
)

// RegisterAPI adds the operations of the room.
func (r *Room) RegisterAPI(f *api.Frame) {
	f.Speak(apiWords)
	api.Register(f, api.Operation{ID: "read-people-report", Method: "GET", Path: "/reports/people", Group: "reports", Scope: ReportsRead, Course: true}, r.apiPeople)
	api.Register(f, api.Operation{ID: "read-evaluation-report", Method: "GET", Path: "/reports/evaluation", Group: "reports", Scope: ReportsRead, Course: true}, r.apiEvaluation)
	api.Register(f, api.Operation{ID: "list-report-letters", Method: "GET", Path: "/people/{person}/report-letters", Group: "reports", Scope: ReportsRead}, r.apiLetters)
	api.Register(f, api.Operation{ID: "send-report", Method: "POST", Path: "/people/{person}/report-letters", Group: "reports", Scope: ReportsWrite, Status: 201}, r.apiSubscribe)
	api.Register(f, api.Operation{ID: "end-report-letter", Method: "DELETE", Path: "/people/{person}/report-letters/{id}", Group: "reports", Scope: ReportsWrite}, r.apiUnsubscribe)
}

// FilterView is what a report is narrowed to, as programs see it.
type FilterView struct {
	Offering     string `json:"offering,omitempty" query:"offering" maxLength:"100" doc:"api.report.offering"`
	Organisation string `json:"organisation,omitempty" query:"organisation" maxLength:"100" doc:"api.report.organisation"`
	Language     string `json:"language,omitempty" query:"language" maxLength:"100" doc:"api.report.language"`
	Enrolled     string `json:"enrolled,omitempty" query:"enrolled" maxLength:"100" doc:"api.report.enrolled" example:"2026-4"`
	Release      string `json:"release,omitempty" query:"release" maxLength:"100" doc:"api.report.release"`
}

func (f FilterView) filter() Filter {
	return Filter{ByOffering: f.Offering, ByOrg: f.Organisation, ByLanguage: f.Language, ByQuarter: f.Enrolled, ByRelease: f.Release}
}

func viewOfFilter(f Filter) FilterView {
	return FilterView{Offering: f[ByOffering], Organisation: f[ByOrg], Language: f[ByLanguage], Enrolled: f[ByQuarter], Release: f[ByRelease]}
}

// MeasureView is one figure as programs see it.
type MeasureView struct {
	Name    string `json:"name" enum:"begun,module,completed,passed,objective,score,minutes" doc:"api.report.measure"`
	Item    string `json:"item,omitempty" doc:"api.report.item"`
	People  int    `json:"people" doc:"api.report.people"`
	Percent int    `json:"percent,omitempty" doc:"api.report.percent"`
	Bound   string `json:"bound,omitempty" enum:"or-less,or-more" doc:"api.report.bound"`
	Minutes int    `json:"minutes,omitempty" doc:"api.report.minutes"`
}

// PeopleView is the report about people as programs see it.
type PeopleView struct {
	Course   string              `json:"course" doc:"api.report.course"`
	Filter   FilterView          `json:"filter" doc:"api.report.filter"`
	Counted  int                 `json:"counted" doc:"api.report.counted"`
	Day      string              `json:"day,omitempty" doc:"api.report.day"`
	Measures []MeasureView       `json:"measures" doc:"api.report.measures"`
	Values   map[string][]string `json:"values" doc:"api.report.values"`
}

type peopleAsked struct {
	Of string `query:"course" maxLength:"200" doc:"api.report.course"`
	FilterView
}

type onePeople struct{ Body PeopleView }

// courseFor is the course that a key asks about: the one it names, its own, or the first.
func (r *Room) courseFor(c api.Call, key string) (*course.Course, error) {
	if key == "" {
		key = c.Key.Course
	}
	if err := c.Of(key); err != nil {
		return nil, err
	}
	return r.courseOn(key)
}

// apiPeople is the same figures as on the page of those who see everybody.
func (r *Room) apiPeople(c api.Call, tx store.Tx, in *peopleAsked) (*onePeople, error) {
	on, err := r.courseFor(c, in.Of)
	if err != nil {
		return nil, err
	}
	v, err := r.people(tx, on.Key, Sight{All: true}, in.filter())
	if err != nil {
		return nil, err
	}
	out := PeopleView{Course: on.Key, Filter: in.FilterView, Measures: []MeasureView{}, Values: map[string][]string{}}
	for i, name := range asks {
		out.Values[name] = append([]string{}, v.Values[i]...)
	}
	measures := v.Figures.Measures(on)
	if measures == nil {
		return &onePeople{out}, nil
	}
	out.Counted, out.Day = v.Figures.N, v.Day
	for _, m := range measures {
		out.Measures = append(out.Measures, MeasureView{Name: m.Name, Item: m.Item, People: m.People, Percent: m.Share.Value, Bound: bound(m.Share), Minutes: m.Minutes})
	}
	return &onePeople{out}, nil
}

// OpinionView is one figure of the evaluation as programs see it.
type OpinionView struct {
	Form     string `json:"form" enum:"end,later" doc:"api.evaluation.form"`
	Language string `json:"language,omitempty" doc:"api.evaluation.language"`
	Item     string `json:"item" enum:"usable,capable,easy,relevant,used,changed" doc:"api.evaluation.item"`
	People   int    `json:"people" doc:"api.report.people"`
	Percent  int    `json:"percent" doc:"api.evaluation.percent"`
	Bound    string `json:"bound,omitempty" enum:"or-less,or-more" doc:"api.report.bound"`
}

type evaluationAsked struct {
	Of string `query:"course" maxLength:"200" doc:"api.report.course"`
}

type opinionsTold struct {
	Body struct {
		Items []OpinionView `json:"items" doc:"api.evaluation.items"`
	}
}

// apiEvaluation is the same figures as on the page, without anybody's words.
func (r *Room) apiEvaluation(c api.Call, tx store.Tx, in *evaluationAsked) (*opinionsTold, error) {
	on, err := r.courseFor(c, in.Of)
	if err != nil {
		return nil, err
	}
	out := &opinionsTold{}
	out.Body.Items = []OpinionView{}
	for _, f := range Forms() {
		all, byLanguage, err := r.said(tx, on, f)
		if err != nil {
			return nil, err
		}
		for _, one := range append([]Said{all}, byLanguage...) {
			one.each(f, func(name string, p Percent) {
				out.Body.Items = append(out.Body.Items, OpinionView{Form: string(f), Language: string(one.Language), Item: name, People: one.N, Percent: p.Value, Bound: bound(p)})
			})
		}
	}
	return out, nil
}

// LetterView is a report that somebody is sent, as programs see it.
type LetterView struct {
	ID       string     `json:"id" doc:"api.letter.id" example:"l-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	Course   string     `json:"course" doc:"api.report.course"`
	Filter   FilterView `json:"filter" doc:"api.report.filter"`
	Every    string     `json:"every" enum:"weekly,monthly" doc:"api.letter.every"`
	File     string     `json:"file,omitempty" enum:"csv,xlsx" doc:"api.letter.file"`
	Language string     `json:"language" doc:"api.letter.language"`
	Made     string     `json:"made" format:"date" doc:"api.letter.made"`
}

func viewOfLetter(l Letter) LetterView {
	return LetterView{ID: l.ID, Course: l.Course, Filter: viewOfFilter(l.Filter), Every: string(l.Every), File: string(l.File), Language: string(l.Language), Made: l.Made}
}

type lettersAsked struct {
	Person string `path:"person" maxLength:"60" doc:"api.letter.person"`
	api.Asked
}

func (r *Room) apiLetters(c api.Call, tx store.Tx, in *lettersAsked) (*api.List[LetterView], error) {
	if _, err := r.Identity.PersonByID(tx, identity.PersonID(in.Person)); err != nil {
		return nil, err
	}
	all, err := selectLetters(tx, identity.PersonID(in.Person))
	if err != nil {
		return nil, err
	}
	name := func(l Letter) string { return l.ID }
	return api.NewList(api.After(all, in.After, name), in.Limit, name, viewOfLetter, c.Query), nil
}

type letterAsked struct {
	Person string `path:"person" maxLength:"60" doc:"api.letter.person"`
	Body   struct {
		Course   string     `json:"course,omitempty" maxLength:"200" doc:"api.report.course"`
		Filter   FilterView `json:"filter,omitempty" doc:"api.report.filter"`
		Every    string     `json:"every" enum:"weekly,monthly" doc:"api.letter.every"`
		File     string     `json:"file,omitempty" enum:"csv,xlsx" doc:"api.letter.file"`
		Language string     `json:"language" maxLength:"40" doc:"api.letter.language"`
	}
}

type oneLetter struct{ Body LetterView }

func (r *Room) apiSubscribe(_ api.Call, tx store.Tx, in *letterAsked) (*oneLetter, error) {
	l, err := r.Subscribe(tx, Letter{Person: identity.PersonID(in.Person), Course: in.Body.Course, Filter: in.Body.Filter.filter(),
		Every: Every(in.Body.Every), File: FileKind(in.Body.File), Language: lang.Tag(in.Body.Language)})
	if err != nil {
		return nil, err
	}
	return &oneLetter{viewOfLetter(l)}, nil
}

type theLetter struct {
	Person string `path:"person" maxLength:"60" doc:"api.letter.person"`
	ID     string `path:"id" maxLength:"60" doc:"api.letter.id"`
}

func (r *Room) apiUnsubscribe(_ api.Call, tx store.Tx, in *theLetter) (*struct{}, error) {
	return nil, r.Unsubscribe(tx, identity.PersonID(in.Person), in.ID)
}
