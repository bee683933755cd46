package publish

import (
	"maps"
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish/player"
	"atelier/internal/content/render"
)

// language is a language of the package as the player says it.
func (p *packaged) language(tag lang.Tag) player.Language {
	t := p.web.languages[tag]
	home := t.byKey[string(KindHome)]
	return player.Language{
		Tag: tag, Face: t.face, Locale: t.locale, RTL: tag.RTL(), Title: home.Title, Lede: render.Unmarked(p.course.Description.In(tag)),
		Home: home.Path[1:] + "index.html", Go: say(t.face, "choose.go", lang.A{"language": spoken(t)}), Rule: p.rule(t.face),
	}
}

// rule says what complete and passed mean in this course, as the player applies it.
func (p *packaged) rule(face lang.Tag) string {
	rule := say(face, "package.rule")
	mark := lang.Percent(face, p.pass(), 0)
	switch {
	case p.pass() == 0:
	case p.course.Assessment != nil:
		rule += " " + say(face, "package.rule-assessment", lang.A{"mark": mark})
	default:
		rule += " " + say(face, "package.rule-checks", lang.A{"mark": mark})
	}
	return rule
}

// pass is the share of right answers that passes: that of the assessment, or the highest
// that a check asks for.
func (p *packaged) pass() float64 {
	pass := 0
	for _, page := range p.course.Pages() {
		if p.course.Graded(page) {
			pass = max(pass, page.Pass)
		}
	}
	return float64(pass) / 100
}

// describe is what the player knows of the course, and the passages of each of its pages.
func (p *packaged) describe() (*player.Contents, []string) {
	c := &player.Contents{ID: p.course.IRI, Key: p.course.Key, Mark: p.pass(), Pages: []player.PageContents{}, Questions: []player.Question{}}
	for _, tag := range p.web.tags {
		c.Language(p.language(tag))
	}
	d := describer{packaged: p, out: c, kept: map[course.ID]bool{}, objectives: map[string]int{}}
	tasks := map[*course.Page]bool{}
	for _, page := range p.course.Tasks() {
		tasks[page] = true
	}
	for _, page := range p.course.Pages() {
		d.page(page, tasks[page])
	}
	ordinals := map[course.ID]int{}
	for _, line := range p.course.Lock { // an id may have several lines; its ordinal is the same in all
		if d.kept[line.ID] {
			ordinals[line.ID] = line.Ordinal
		}
	}
	ids := slices.SortedFunc(maps.Keys(ordinals), func(a, b course.ID) int { return ordinals[a] - ordinals[b] })
	for _, id := range ids {
		c.Ordinal(string(id), ordinals[id])
	}
	return c, d.places
}

// describer gathers Contents page by page.
type describer struct {
	*packaged
	out        *player.Contents
	places     []string
	kept       map[course.ID]bool // passages that a state speaks of
	objectives map[string]int     // place in Contents.Objectives
}

// page adds a page that has a title to know it by and exists in the package.
func (d *describer) page(p *course.Page, task bool) {
	id := p.TitleID()
	at := map[lang.Tag]string{}
	var doc *course.Doc
	for _, tag := range d.web.tags {
		if wp, ok := d.web.ByKey(tag, PageKey(p)); ok && p.Head(tag) != nil {
			at[tag] = wp.Path[1:] + "index.html"
			if doc == nil {
				doc = p.Doc(tag)
			}
		}
	}
	if id == "" || doc == nil {
		return
	}
	entry := player.PageContents{ID: string(id), At: at}
	if task {
		entry.Task = 1
	}
	d.out.Pages = append(d.out.Pages, entry)
	d.kept[id] = true
	hidden := d.web.keptBack(p, doc.Tag)
	var ids strings.Builder
	for _, one := range p.Head(doc.Tag).IDs {
		if len(one) == 6 && !hidden[one] {
			ids.WriteString(string(one))
		}
	}
	d.places = append(d.places, ids.String())
	doc.Each(func(b *course.Block) bool {
		switch {
		case b.Question != nil:
			d.question(p, b.Question)
			return false
		case b.Kind == course.Item && b.HasBox:
			d.kept[render.ItemID(b)] = true
		}
		return true
	})
}

// question adds a question that the package shows.
func (d *describer) question(p *course.Page, q *course.Question) {
	if q.ID == "" || q.Form == "" && p.Kind == course.Assessment {
		return
	}
	one := player.Question{ID: string(q.ID)}
	if q.Judged() {
		one.Key = 1
	}
	if q.Form != "" && d.course.Graded(p) {
		one.Counts = 1
	}
	if o := d.web.Objective(q.Objective); o != nil {
		one.Objective = d.objective(o)
	}
	d.out.Questions = append(d.out.Questions, one)
	d.kept[q.ID] = true
	for _, c := range q.Choices {
		d.kept[c.ID] = true
	}
	for _, pair := range q.Pairs {
		d.kept[pair.ID] = true
	}
}

// objective adds an objective once, and says its number from 1.
func (d *describer) objective(o *course.Objective) int {
	if n := d.objectives[o.ID]; n > 0 {
		return n
	}
	words := map[lang.Tag]string{}
	for _, tag := range d.web.tags {
		if o.Text.Has(tag) {
			words[tag] = render.Unmarked(o.Text.In(tag))
		}
	}
	d.out.Objectives = append(d.out.Objectives, player.Objective{ID: o.ID, Words: words})
	d.objectives[o.ID] = len(d.out.Objectives)
	return len(d.out.Objectives)
}
