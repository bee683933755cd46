package lms

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"atelier/internal/base/archive"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/publish/player"
	"atelier/internal/content/render"
	"atelier/internal/standard/cmi5"
	"atelier/internal/standard/xapi"
)

// The cmi5 edition: packages for a learning management system that launches each module
// and the final assessment by itself and keeps what is said of them in a record store,
// in each language and in all of them at once (docs/decisions, units of a cmi5 course).
var Cmi5 = publish.Edition{
	Name:    "cmi5",
	Bank:    true,
	Outputs: func(c *course.Course) []publish.Output { return packageOutputs(c, "cmi5", "") },
	Make: func(ctx context.Context, m *publish.Maker) error {
		for _, o := range packageOutputs(m.Course, m.Edition, "") {
			tags := m.Course.Tags()
			if o.Tag != "" {
				tags = []lang.Tag{o.Tag}
			}
			p, err := packagedFor(ctx, m, tags)
			if err != nil {
				return err
			}
			if err := writeCmi5File(m, o.Path, p); err != nil {
				return err
			}
		}
		losePackage(m)
		if len(units(m.Course)) > 1 {
			m.Lose(publish.Loss{Code: "package-parts"})
		}
		return nil
	},
}

// unit is a part of the course as an assignable unit.
type unit struct {
	*scope
	id         string // what stands after the number sign of its IRI, as in the site's records
	file       string
	title      lang.Text
	objectives []*course.Objective
	moveOn     cmi5.MoveOn
	kind       string // type of the activity
}

// units are the modules that have something to be done, and the final assessment; the
// whole course where there is neither.
func units(c *course.Course) []*unit {
	var out []*unit
	for _, m := range c.Modules {
		if len(m.Tasks()) > 0 {
			out = append(out, moduleUnit(m))
		}
	}
	if a := c.Assessment; a != nil {
		out = append(out, assessmentUnit(c, a))
	}
	if len(out) == 0 {
		return []*unit{{scope: wholeCourse(c), id: "course", file: "course.html", title: c.Title, moveOn: cmi5.NotApplicable, kind: xapi.TypeCourse}}
	}
	for _, u := range out {
		u.elsewhere = map[*course.Page]bool{}
		for _, other := range out {
			for page := range other.tasks {
				u.elsewhere[page] = u != other
			}
		}
	}
	return out
}

func moduleUnit(m *course.Module) *unit {
	u := &unit{
		scope: &scope{key: m.Key, home: publish.ModuleKey(m), lede: m.Description, tasks: pageSet(m.Tasks()...), counts: pageSet(m.Check)},
		id:    "module." + m.Key, file: "module-" + m.Key + ".html", title: m.Title, objectives: m.Objectives, moveOn: cmi5.Completed, kind: xapi.TypeModule,
	}
	if m.Check != nil && m.Check.Pass > 0 {
		u.mark, u.moveOn = float64(m.Check.Pass)/100, cmi5.CompletedOrPassed
	}
	u.rule = func(face lang.Tag) string {
		if u.mark == 0 {
			return publish.Say(face, "package.rule-module")
		}
		return publish.Say(face, "package.rule-module") + " " + publish.Say(face, "package.rule-module-passed", lang.A{"mark": lang.Percent(face, u.mark, 0)})
	}
	return u
}

func assessmentUnit(c *course.Course, a *course.Page) *unit {
	u := &unit{
		scope: &scope{key: "assessment", home: publish.PageKey(a), lede: c.Description, tasks: pageSet(a), counts: pageSet(a)},
		id:    cmp.Or(string(a.TitleID()), a.Path), file: "assessment.html", title: lang.Text{}, objectives: c.Objectives, moveOn: cmi5.Completed, kind: xapi.TypeAssessment,
	}
	for _, tag := range c.Tags() {
		if h := a.Head(tag); h != nil {
			u.title[tag] = h.Title
		}
	}
	if a.Pass > 0 {
		u.mark, u.moveOn = float64(a.Pass)/100, cmi5.Passed
	}
	u.rule = func(face lang.Tag) string {
		if u.mark == 0 {
			return publish.Say(face, "package.rule-answered")
		}
		return publish.Say(face, "package.rule-answered") + " " + publish.Say(face, "package.rule-module-passed", lang.A{"mark": lang.Percent(face, u.mark, 0)})
	}
	return u
}

// writeCmi5File writes one package: the course structure first, then a page for each unit,
// and what they share.
func writeCmi5File(m *publish.Maker, path string, p *packaged) error {
	all := units(p.course)
	structure := p.cmi5Structure(all)
	if !cmi5.IsIRI(p.course.IRI) {
		return fault.New(fault.Invalid, publish.Words, "build.no-iri", lang.A{"id": p.course.IRI})
	}
	if err := structure.Validate(); err != nil {
		return fmt.Errorf("course structure: %w", err)
	}
	own, err := cmi5Own(m, p, all)
	if err != nil {
		return err
	}
	isWhole := func(one member) bool { return one.name == "assets/"+p.contents } // of the whole course: each unit has its own
	return m.Stream(path, func(out io.Writer) error {
		z := archive.NewWriter(out)
		if err := z.Put(cmi5.StructureFile, structure.XML()); err != nil {
			return err
		}
		if err := putMembers(z, own, slices.DeleteFunc(slices.Clone(p.members), isWhole)); err != nil {
			return err
		}
		return z.Close()
	})
}

// cmi5Own are the files that only this edition has.
func cmi5Own(m *publish.Maker, p *packaged, all []*unit) ([]member, error) {
	own := &packaged{}
	for _, u := range all {
		contents, _ := p.describe(u.scope)
		name, data, err := contents.File()
		if err != nil {
			return nil, err
		}
		if err := own.put("assets/"+name, data); err != nil {
			return nil, err
		}
		index, err := p.index(player.Cmi5, u.scope, name)
		if err != nil {
			return nil, err
		}
		if err := own.put(u.file, index); err != nil {
			return nil, err
		}
	}
	if err := own.put("assets/"+player.Cmi5.File(), player.Cmi5.Script()); err != nil {
		return nil, err
	}
	return own.members, own.put("README.txt", readme(m, p, "records-cmi5", "complete-cmi5"))
}

// cmi5Structure says what the course consists of. Its ids stand on the course's IRI and
// are those of the site's own records, so that a newer package is the same course.
func (p *packaged) cmi5Structure(all []*unit) cmi5.Structure {
	c := p.course
	s := cmi5.Structure{ID: c.IRI, Title: p.cmi5Text(c.Title), Description: p.cmi5Text(c.Description, c.Title)}
	objectives := map[*course.Objective]string{}
	add := func(list []*course.Objective) {
		for _, o := range list {
			if objectives[o] == "" {
				objectives[o] = c.IRI + "#objective." + o.ID
				s.Objectives = append(s.Objectives, cmi5.Objective{ID: objectives[o], Title: p.cmi5Text(o.Text), Description: p.cmi5Text(o.Text)})
			}
		}
	}
	add(c.Objectives)
	for _, u := range all {
		add(u.objectives)
		one := cmi5.Unit{
			ID: c.IRI + "#" + u.id, Title: p.cmi5Text(u.title), Description: p.cmi5Text(u.lede, u.title), URL: u.file,
			MoveOn: u.moveOn, MasteryScore: u.mark, LaunchMethod: cmi5.AnyWindow, ActivityType: u.kind,
		}
		for _, o := range u.objectives {
			one.Objectives = append(one.Objectives, objectives[o])
		}
		s.Units = append(s.Units, one)
	}
	return s
}

// cmi5Text is a text in the languages of the package, each marked with its own; where it
// has none of them the next text speaks, and in the end another language does, for the
// schema wants something of every title (13.2).
func (p *packaged) cmi5Text(texts ...lang.Text) (out cmi5.Text) {
	for _, t := range append(texts, p.course.Title) {
		for _, tag := range p.course.Tags() {
			if t.Has(tag) {
				out = append(out, cmi5.String{Language: p.web.In(tag).Locale, Text: render.Unmarked(t.In(tag))})
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	for _, t := range append(texts, p.course.Title) {
		for _, tag := range slices.Sorted(maps.Keys(t)) {
			if t.Has(tag) {
				return cmi5.Text{{Language: string(tag), Text: render.Unmarked(t.In(tag))}}
			}
		}
	}
	return cmi5.Text{{Language: "und", Text: p.course.Key}}
}
