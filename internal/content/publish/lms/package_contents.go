package lms

import (
	"maps"
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/publish/player"
	"atelier/internal/content/render"
)

// language is a language of the package as the player says it.
func (p *packaged) language(tag lang.Tag, of *scope) player.Language {
	t := p.web.In(tag)
	home := t.Page(of.home)
	return player.Language{
		Tag: tag, Face: t.Face, Locale: t.Locale, RTL: tag.RTL(), Title: home.Title, Lede: render.Unmarked(of.lede.In(tag)),
		Home: home.Path[1:] + "index.html", Go: publish.Say(t.Face, "choose.go", lang.A{"language": publish.SpokenName(t)}), Rule: of.rule(t.Face),
	}
}

// describe is what the player knows of a part of the course, and the passages of each page.
func (p *packaged) describe(of *scope) (*player.Contents, []string) {
	c := &player.Contents{ID: p.course.IRI, Key: p.course.Key, Part: of.key, Mark: of.mark, Pages: []player.PageContents{}, Questions: []player.Question{}}
	for _, tag := range p.course.Tags() {
		c.Language(p.language(tag, of))
	}
	d := describer{packaged: p, of: of, out: c, kept: map[course.ID]bool{}, objectives: map[string]int{}}
	for _, page := range p.course.Pages() {
		d.page(page)
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
	of         *scope
	out        *player.Contents
	places     []string
	kept       map[course.ID]bool // passages that a state speaks of
	objectives map[string]int     // place in Contents.Objectives
}

// page adds a page that has a title to know it by and exists in the package.
func (d *describer) page(p *course.Page) {
	id := p.TitleID()
	at := map[lang.Tag]string{}
	var doc *course.Doc
	for _, tag := range d.course.Tags() {
		if wp, ok := d.web.ByKey(tag, publish.PageKey(p)); ok && p.Head(tag) != nil {
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
	switch {
	case d.of.tasks[p]:
		entry.Task = 1
	case d.of.key != "" && d.of.elsewhere[p]:
		entry.Other = 1
	}
	d.out.Pages = append(d.out.Pages, entry)
	d.kept[id] = true
	hidden := d.web.KeptBack(p, doc.Tag)
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
	if q.Form != "" && d.of.counts[p] {
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
	for _, tag := range d.course.Tags() {
		if o.Text.Has(tag) {
			words[tag] = render.Unmarked(o.Text.In(tag))
		}
	}
	d.out.Objectives = append(d.out.Objectives, player.Objective{ID: o.ID, Words: words})
	d.objectives[o.ID] = len(d.out.Objectives)
	return len(d.out.Objectives)
}
