package report

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/people/report/pages"
)

// asks are the names of traits in addresses, the same in every language.
var asks = Traits{ByOffering: "offering", ByOrg: "organisation", ByLanguage: "language", ByQuarter: "enrolled", ByRelease: "release"}

// PeoplePath is the address of the report about the people of a course.
func PeoplePath(tag, face lang.Tag) string {
	return Path(tag, face) + words.Say(face, "slug-people") + "/"
}

// filterOf reads what is asked for from an address.
func filterOf(q url.Values) (f Filter) {
	for i, name := range asks {
		f[i] = q.Get(name)
	}
	return f
}

// values is a filter as it stands in the query of an address.
func (f Filter) values() url.Values {
	q := url.Values{}
	for i, value := range f {
		if value != "" {
			q.Set(asks[i], value)
		}
	}
	return q
}

// mountPeople puts the pages about people on a mux.
func (h handlers) mountPeople(mux *http.ServeMux, kit *web.Kit, at string) {
	mux.Handle("GET "+at+"{$}", kit.Handle(h.seeing((*visit).people)))
	mux.Handle("POST "+at+"{$}", kit.Handle(h.seeing((*visit).letter)))
	mux.Handle("GET "+at+"{file}", kit.Handle(h.seeing((*visit).peopleFile)))
}

// seeing answers requests of those who see figures about people.
func (h handlers) seeing(fn func(*visit) error) web.Handler {
	return func(w http.ResponseWriter, req *http.Request) error {
		who, err := h.Identity.Who(req)
		if err != nil {
			return err
		}
		return h.visit(w, req, func(v *visit) error {
			v.session = who.Session
			err := v.DB.Read(req.Context(), func(tx store.Tx) (err error) {
				v.sight, err = v.sightOf(tx, v.session, v.course.Key)
				return err
			})
			if err != nil {
				return v.Identity.Lead(w, req, err)
			}
			return fn(v)
		})
	}
}

// seen is what a visit sees of people, with the names of things.
type seen struct {
	View
	names
	letters []Letter // of who sees
}

func (v *visit) see() (s seen, err error) {
	err = v.DB.Read(v.req.Context(), func(tx store.Tx) (err error) {
		if s.View, err = v.Room.people(tx, v.course.Key, v.sight, filterOf(v.req.URL.Query())); err != nil {
			return err
		}
		if s.names, err = v.Room.names(tx, v.course.Key); err != nil {
			return err
		}
		s.letters, err = selectLetters(tx, v.session.Person)
		return err
	})
	return s, err
}

// people shows how the people of a course are getting on.
func (v *visit) people() error {
	s, err := v.see()
	if err != nil {
		return err
	}
	here := PeoplePath(v.tag, v.face)
	p := pages.People{Face: v.face, Heading: page.Heading{Kicker: v.course.Title.In(v.tag), Title: page.Text(v.say("people.title")), Lede: page.Text(v.say("people.lede", lang.A{"few": Few}))},
		Courses: v.otherCourses(PeoplePath(v.tag, v.face), func(tx store.Tx, key string) error {
			_, err := v.sightOf(tx, v.session, key)
			return err
		}),
		Action: here, Go: v.say("people.show"), FilterName: v.say("people.filter"), Filter: v.filterFields(s),
		Nothing: page.Empty{Title: v.say("people.nothing"), Text: v.say("people.nothing-text", lang.A{"few": Few})},
		How:     page.Reveal{ID: "how", Title: page.Text(v.say("people.how")), Body: pages.Paragraphs(v.explained())}}
	if v.of("") != "" {
		p.Course = v.course.Key
	}
	if s.Filter != (Filter{}) {
		p.All = &page.Button{Text: v.say("people.all"), Href: v.of(here), Quiet: true}
	}
	if measures := s.Figures.Measures(v.course); measures != nil {
		v.tellPeople(&p, s, measures)
	}
	p.Letters = v.letters(s)
	return v.draw(v.say("people.title"), page.Column, PeoplePath, pages.PeopleBody(p))
}

func (v *visit) explained() []string {
	return []string{v.say("people.how-blocks", lang.A{"few": Few}), v.say("people.how-once"), v.say("people.how-objective"), v.say("people.how-score"),
		v.say("people.how-minutes"), v.say("people.how-share")}
}

// tellPeople puts the figures of a view on its page.
func (v *visit) tellPeople(p *pages.People, s seen, measures []Measure) {
	p.Told = true
	if s.Figures.N < roughly {
		p.Warning = &page.Notice{Kind: "warning", Title: v.say("people.few", lang.A{"n": s.Figures.N}), Body: page.Text(v.say("people.few-text"))}
	}
	p.Facts = v.facts(s, measures)
	p.Parts = append(p.Parts, v.chart("far", measures, "begun", "module", "completed", "passed"))
	if part := v.chart("objectives", measures, "objective"); len(part.Board.Rows) > 0 {
		p.Parts = append(p.Parts, part)
	}
	for _, trait := range []int{ByOffering, ByOrg, ByLanguage} {
		if s.Filter[trait] == "" && len(s.Groups[trait]) > 1 {
			p.Groups = append(p.Groups, v.group(s, trait))
		}
	}
	for _, kind := range FileKinds() {
		p.Files = append(p.Files, page.Link{Text: v.say("file-" + string(kind)), Href: PeoplePath(v.tag, v.face) + v.say("people.file") + "." + string(kind) + v.query(v.course.Key, s.Filter)})
	}
}

// roughly is below how many people shares say little.
const roughly = 30

func (v *visit) facts(s seen, measures []Measure) (all []page.Fact) {
	add := func(key, text string) {
		all = append(all, page.Fact{Name: v.say("people.fact-" + key), Text: page.Text(text)})
	}
	add("counted", lang.Number(v.face, float64(s.Figures.N), 0))
	for _, m := range measures {
		switch m.Name {
		case "completed":
			add(m.Name, v.percent(m.Share))
		case "score":
			add(m.Name, v.say("people.of", lang.A{"what": v.percent(m.Share), "n": m.People}))
		case "minutes":
			add(m.Name, v.say("people.of", lang.A{"what": lang.Minutes(v.face, m.Minutes), "n": m.People}))
		}
	}
	add("day", v.day(s.Day))
	return all
}

func (v *visit) words() worded { return worded{v.course, v.tag, v.face} }

// chart is measures of some names as a drawing, with its table.
func (v *visit) chart(id string, measures []Measure, of ...string) pages.Part {
	title := v.say("people.part-" + id)
	part := pages.Part{ID: id, Title: title, Bars: page.Bars{ID: "bars-" + id, Title: title, Text: v.say("people.drawn", lang.A{"n": measures[0].People})},
		Board: page.Board{Caption: v.say("people.table-" + id), Columns: []page.BoardColumn{{Text: v.say("people.col-" + id)}, {Text: v.say("people.col-share")}}}}
	for _, m := range measures {
		for _, name := range of {
			if m.Name != name {
				continue
			}
			label, text := v.words().measure(m, len(part.Bars.Bars)+1)
			part.Bars.Bars = append(part.Bars.Bars, page.Bar{Label: label, Text: v.percent(m.Share), Percent: m.Share.Value})
			part.Board.Rows = append(part.Board.Rows, []templ.Component{page.Text(text), page.Text(v.percent(m.Share))})
		}
	}
	return part
}

// group is the same people by what they have of a trait.
func (v *visit) group(s seen, trait int) page.Board {
	b := page.Board{Caption: v.say("people.by-" + asks[trait]), Columns: []page.BoardColumn{{Text: v.say("people.ask-" + asks[trait])}, {Text: v.say("col.people"), Number: true},
		{Text: v.say("people.fact-begun")}, {Text: v.say("people.fact-completed")}}}
	for _, value := range append(s.Values[trait], mixed) {
		f := s.Groups[trait][value]
		if f.N < Few {
			continue
		}
		b.Rows = append(b.Rows, []templ.Component{page.Text(v.words().value(s.names, trait, value)), v.count(f.N),
			page.Text(v.percent(percent(f.Begun, f.N))), page.Text(v.percent(percent(f.Completed, f.N)))})
	}
	return b
}

// filterFields are what one can ask for: what figures are told of, and nothing else.
func (v *visit) filterFields(s seen) (fields []page.FormField) {
	for i, name := range asks {
		if len(s.Values[i]) < 2 && s.Filter[i] == "" {
			continue
		}
		f := page.FormField{ID: "by-" + name, Name: name, Kind: "choice", Any: true, Label: page.Text(v.say("people.ask-" + name)), Value: s.Filter[i]}
		for _, value := range s.Values[i] {
			f.Options = append(f.Options, page.Option{Value: value, Text: v.words().value(s.names, i, value)})
		}
		fields = append(fields, f)
	}
	return fields
}

// peopleFile gives the figures of the page as a file, with columns of the same names in
// every language.
func (v *visit) peopleFile() error {
	s, err := v.see()
	if err != nil {
		return err
	}
	name, kind, _ := strings.Cut(v.req.PathValue("file"), ".")
	if name != v.say("people.file") {
		return fault.New(fault.NotFound, words, "no-file")
	}
	return v.send(v.course.Key, kind, peopleRows(v.course, s.View), peopleFigures)
}

// peopleFigures are the columns of numbers of peopleRows.
var peopleFigures = map[int]bool{8: true, 9: true, 11: true}

// peopleRows are the figures of a view, one a line.
func peopleRows(c *course.Course, s View) [][]string {
	rows := [][]string{{"course", "offering", "organisation", "language", "enrolled", "release", "measure", "item", "people", "percent", "bound", "minutes", "day"}}
	line := func(m Measure) {
		row := append(append([]string{c.Key}, s.Filter[:]...), m.Name, m.Item, strconv.Itoa(m.People), "", "", "", s.Day)
		if m.Share.Known {
			row[9], row[10] = strconv.Itoa(m.Share.Value), bound(m.Share)
		}
		if m.Minutes > 0 {
			row[11] = strconv.Itoa(m.Minutes)
		}
		rows = append(rows, row)
	}
	if s.Figures.N >= Few {
		line(Measure{Name: "counted", People: s.Figures.N})
	}
	for _, m := range s.Figures.Measures(c) {
		line(m)
	}
	return rows
}
