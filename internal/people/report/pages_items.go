package report

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/report/pages"
)

// checks are the pages of a course that ask, by their names in addresses.
func checks(c *course.Course) (names []string, byName map[string]*course.Page) {
	byName = map[string]*course.Page{}
	for _, p := range c.Pages() {
		if p.Kind != course.Check && p.Kind != course.Assessment {
			continue
		}
		name := p.Path
		if p.Module != nil {
			name = p.Module.Key
		}
		names, byName[name] = append(names, name), p
	}
	return names, byName
}

// told is what is told of a check.
type told struct {
	page        *course.Page
	items       []PublishedItem
	comparisons []PublishedComparison
}

func (r *Room) told(tx store.Tx, c *course.Course, p *course.Page) (t told, err error) {
	t.page = p
	check := string(delivery.PageActivity(c, p))
	if t.items, err = selectItems(tx, check); err != nil {
		return t, err
	}
	t.comparisons, err = selectComparisons(tx, check)
	return t, err
}

// unequal says whether a question is to be looked at because of its languages.
func (t told) unequal() (n int) {
	for _, c := range t.comparisons {
		if c.Unequal {
			n++
		}
	}
	return n
}

// overview lists the checks and what there is to see in each.
func (v *visit) overview() error {
	o := pages.Overview{Face: v.face, Title: v.say("title"), Lede: v.say("lede"), Heading: v.say("checks"), Nothing: v.say("no-checks"),
		Others: v.otherReports(), Action: v.of(Path(v.tag, v.face)), Renew: v.say("renew")}
	o.Board = page.Board{Caption: v.say("checks"), Titled: true, Columns: []page.BoardColumn{
		{Text: v.say("col.check")}, {Text: v.say("col.wordings"), Number: true}, {Text: v.say("col.unequal"), Number: true}}}
	o.Others = append(o.Others, v.otherCourses(Path(v.tag, v.face), func(tx store.Tx, key string) error {
		return v.Identity.Can(tx, v.session, ActSee, identity.CourseScope(key))
	})...)
	names, byName := checks(v.course)
	err := v.DB.Read(v.req.Context(), func(tx store.Tx) error {
		for _, name := range names {
			t, err := v.told(tx, v.course, byName[name])
			if err != nil {
				return err
			}
			o.Board.Rows = append(o.Board.Rows, []templ.Component{
				pages.LinkTo(page.Link{Text: v.titleOf(t.page), Href: v.of(checkPath(v.tag, v.face, name))}), v.count(len(t.items)), v.count(t.unequal())})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.draw(o.Title, page.Column, Path, pages.OverviewBody(o))
}

// otherReports leads to the reports about people, for those who would not be refused there.
func (v *visit) otherReports() (links []page.Link) {
	var sight Sight
	err := v.DB.Read(v.req.Context(), func(tx store.Tx) (err error) {
		sight, err = v.sightOf(tx, v.session, v.course.Key)
		return err
	})
	if err != nil && !identity.NeedsStepUp(err) {
		return nil
	}
	links = append(links, page.Link{Text: v.say("people.title"), Href: v.of(PeoplePath(v.tag, v.face))})
	if sight.All || err != nil {
		links = append(links, page.Link{Text: v.say("evaluation.title"), Href: v.of(EvaluatedPath(v.tag, v.face))})
	}
	return links
}

// renew looks for new answers now, as the site does by itself again and again.
func (v *visit) renew() error {
	if err := v.PublishItems(v.req.Context()); err != nil {
		return err
	}
	if err := v.PublishPeople(v.req.Context()); err != nil {
		return err
	}
	if err := v.PublishEvaluations(v.req.Context()); err != nil {
		return err
	}
	http.Redirect(v.w, v.req, v.of(Path(v.tag, v.face)), http.StatusSeeOther)
	return nil
}

func (v *visit) count(n int) templ.Component { return page.Text(lang.Number(v.face, float64(n), 0)) }

// titleOf is a check as a reader knows it: its module and its title.
func (v *visit) titleOf(p *course.Page) string {
	title := p.Path
	if w := v.edition.In(v.tag, publish.PageKey(p)); w != nil {
		title = w.Title
	}
	if p.Module != nil && p.Module.Title.In(v.tag) != "" {
		return p.Module.Title.In(v.tag) + " – " + title
	}
	return title
}

// check is what is told of the check that the address names.
func (v *visit) check() (t told, name string, err error) {
	name = v.req.PathValue("check")
	_, byName := checks(v.course)
	p := byName[name]
	if p == nil {
		return t, name, fault.New(fault.NotFound, words, "no-check")
	}
	err = v.DB.Read(v.req.Context(), func(tx store.Tx) (err error) {
		t, err = v.told(tx, v.course, p)
		return err
	})
	return t, name, err
}

// questions shows what answers say of the questions of a check.
func (v *visit) questions() error {
	t, name, err := v.check()
	if err != nil {
		return err
	}
	p := pages.Items{Face: v.face, Title: v.say("questions"), Kicker: v.titleOf(t.page), Lede: v.say("questions-lede", lang.A{"few": Few}), Nothing: v.say("nothing", lang.A{"few": Few}),
		How: v.say("how"), Explained: []string{v.say("how-easy"), v.say("how-apart"), v.say("how-fair"), v.say("how-few", lang.A{"few": Few})}}
	here := checkPath(v.tag, v.face, name)
	for _, kind := range []string{"csv", "xlsx"} {
		p.Files = append(p.Files, page.Link{Text: v.say("file-" + kind), Href: v.of(here + v.say("file") + "." + kind)})
	}
	for i, id := range t.order(v.course) {
		p.Questions = append(p.Questions, v.question(t, id, i+1))
	}
	return v.draw(p.Title, page.Broad, func(tag, face lang.Tag) string { return checkPath(tag, face, name) }, pages.ItemsBody(p))
}

// order is the questions of which something is told: those of the course in its order,
// then those that are gone.
func (t told) order(c *course.Course) (ids []string) {
	place := map[string]int{}
	for _, tag := range c.Tags() {
		d := t.page.Doc(tag)
		if d == nil {
			continue
		}
		course.Walk(d.Blocks, func(b *course.Block) bool {
			if b.Question != nil && place[c.IRI+"#"+string(b.Question.ID)] == 0 {
				place[c.IRI+"#"+string(b.Question.ID)] = len(place) + 1
			}
			return b.Question == nil
		})
	}
	for _, it := range t.items {
		if !slices.Contains(ids, it.ID) {
			ids = append(ids, it.ID)
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int {
		return cmp.Compare(cmp.Or(place[a], len(place)+1), cmp.Or(place[b], len(place)+1))
	})
	return ids
}

// passage is the id of a question in addresses.
func passage(id string) string { return id[strings.LastIndex(id, "#")+1:] }

// worded is a question as a language asks it now; nil when it does not.
func (v *visit) worded(t told, tag lang.Tag, id string) *course.Question {
	return delivery.Asked(v.course, t.page, tag)[delivery.IRI(id)]
}

// question is what is told of the question that stands at a place of the page.
func (v *visit) question(t told, id string, at int) pages.Question {
	q := pages.Question{ID: passage(id), Title: v.say("gone"), See: page.Link{Text: v.say("see"), Href: "/p/" + passage(id)}}
	if now := v.worded(t, v.tag, id); now != nil {
		q.Title = stem(now)
	}
	q.Title = v.say("numbered", lang.A{"n": at, "text": q.Title})
	q.Board = page.Board{Caption: v.say("wordings", lang.A{"n": at}), Columns: []page.BoardColumn{
		{Text: v.say("col.language")}, {Text: v.say("col.people"), Number: true}, {Text: v.say("col.right")}, {Text: v.say("col.apart")}, {Text: v.say("col.trust")}}}
	for _, it := range t.items {
		if it.ID != id {
			continue
		}
		q.Board.Rows = append(q.Board.Rows, []templ.Component{
			page.Text(v.wording(t, it)), v.count(it.N), v.share(it.right()), page.Text(v.apart(it)), page.Text(v.say("trust-" + string(it.Trust)))})
		if len(it.Choices) > 0 {
			q.Choices = append(q.Choices, v.choices(t, it, at))
		}
		if it.Trust != TooFew && it.Discrimination.Known && it.Discrimination.High < 0 {
			q.Remarks = append(q.Remarks, page.Notice{Kind: "warning", Title: v.say("backwards", lang.A{"wording": v.wording(t, it)}), Body: page.Text(v.say("backwards-text"))})
		}
	}
	for _, c := range t.comparisons {
		if c.ID == id && c.Unequal {
			q.Remarks = append(q.Remarks, v.unequal(c))
		}
	}
	return q
}

// unequal says that a question is harder in one language, for people of equal score.
func (v *visit) unequal(c PublishedComparison) page.Notice {
	harder, easier := c.Second, c.First
	if c.Delta.Value > 0 {
		harder, easier = easier, harder
	}
	return page.Notice{Kind: "warning", Title: v.say("unequal", lang.A{"harder": v.language(harder), "easier": v.language(easier)}),
		Body: page.Text(v.say("unequal-text", lang.A{"first": c.N[0], "second": c.N[1], "day": v.day(c.Day)}))}
}

// language is the name of a language as its statements have it, in itself.
func (v *visit) language(said lang.Tag) string {
	for _, l := range v.course.Languages {
		if locale(l) == said {
			return l.Name
		}
	}
	return string(said)
}

func (v *visit) day(iso string) string { return sayDay(v.face, iso) }

// wording names the language of an item, and says when it is an earlier wording.
func (v *visit) wording(t told, it PublishedItem) string {
	for _, l := range v.course.Languages {
		if locale(l) != it.Language {
			continue
		}
		if now := v.worded(t, l.Tag, it.ID); now != nil && now.Version() == it.Version {
			return l.Name
		}
	}
	return v.say("earlier", lang.A{"language": v.language(it.Language), "day": v.day(it.Day)})
}

// right is how many had it right, as it is told.
func (i Item) right() Percent {
	return percent(int(i.Facility.Value*float64(i.N)+0.5), i.N)
}

// share is a percentage in words, with its bar.
func (v *visit) share(p Percent) templ.Component {
	if !p.Known {
		return page.Text(v.say("unknown"))
	}
	return pages.Share{Percent: p.Value, Text: v.percent(p)}.Cell()
}

func (v *visit) percent(p Percent) string { return v.words().percent(p) }

// apart says how well a question tells the strong from the weak.
func (v *visit) apart(it PublishedItem) string {
	d := it.Discrimination
	if !d.Known || it.Trust == TooFew {
		return v.say("unknown")
	}
	key := "apart-little"
	switch {
	case d.Value >= 0.3:
		key = "apart-well"
	case d.Value < 0:
		key = "apart-backwards"
	}
	return v.say(key, lang.A{"r": lang.Number(v.face, d.Value, 1)})
}

// choices is what was chosen, by all and by both ends.
func (v *visit) choices(t told, it PublishedItem, at int) page.Reveal {
	b := page.Board{Caption: v.say("chosen", lang.A{"n": at, "wording": v.wording(t, it)}), Columns: []page.BoardColumn{
		{Text: v.say("col.choice")}, {Text: v.say("col.all")}, {Text: v.say("col.lowest")}, {Text: v.say("col.highest")}}}
	texts := v.choiceTexts(t, it)
	for _, c := range it.Choices {
		text := cmp.Or(texts[c.ID], v.say("gone-choice"))
		third := it.N / 3
		b.Rows = append(b.Rows, []templ.Component{page.Text(text), v.share(percent(c.Taken, it.N)),
			v.share(percent(int(c.Lowest*float64(third)+0.5), third)), v.share(percent(int(c.Highest*float64(third)+0.5), third))})
	}
	return page.Reveal{ID: "c-" + passage(it.ID) + "-" + it.Version + "-" + string(it.Language), Title: page.Text(b.Caption), Body: page.BoardTable(v.face, b)}
}

// choiceTexts are the choices of a question, the right ones marked, in the language of
// the item or else of the reader.
func (v *visit) choiceTexts(t told, it PublishedItem) map[string]string {
	tag := v.tag
	for _, l := range v.course.Languages {
		if locale(l) == it.Language {
			tag = l.Tag
		}
	}
	out := map[string]string{}
	if q := v.worded(t, tag, it.ID); q != nil {
		for _, c := range q.Choices {
			out[string(c.ID)] = course.Plain(c.Text.Inlines)
			if c.Right {
				out[string(c.ID)] = v.say("right-choice", lang.A{"text": out[string(c.ID)]})
			}
		}
	}
	return out
}

// stem is the first words of a question.
func stem(q *course.Question) string {
	for _, b := range q.Stem {
		if text := course.Plain(b.Inlines); text != "" {
			return text
		}
	}
	return string(q.ID)
}
