package data

import (
	"slices"
	"strings"

	"atelier/internal/content/course"
	"atelier/internal/standard/csv"
)

func (d *dataSet) conceptsCSV() ([]byte, error) {
	rows := [][]string{slices.Concat([]string{"id"}, d.columns("name", "definition"), []string{"links", "sources", "objectives", "pages"})}
	for _, k := range d.c.Concepts {
		var objectives, pages []string
		for _, m := range d.c.Modules {
			for _, o := range m.Objectives {
				if slices.Contains(o.Concepts, k.ID) {
					objectives = append(objectives, o.ID)
				}
			}
		}
		for _, p := range d.c.Pages() {
			if slices.Contains(p.Concepts, k.ID) {
				pages = append(pages, p.Path)
			}
		}
		row := append([]string{k.ID}, d.texts(k.Name, k.Definition)...)
		rows = append(rows, append(row, listed(k.Links), listed(k.Sources), listed(objectives), listed(pages)))
	}
	return csv.Write(rows), nil
}

// objectivesCSV is what each objective serves, where it is taught and what tests it.
func (d *dataSet) objectivesCSV() ([]byte, error) {
	rows := [][]string{slices.Concat([]string{"id", "module"}, d.columns("text"), []string{"serves", "concepts", "taught-in", "tested-by"})}
	tested := map[string][]string{}
	d.questions(func(p *course.Page, q course.Asked) {
		tested[q.Objective] = append(tested[q.Objective], string(q.ID))
	})
	add := func(o *course.Objective) {
		module := ""
		if o.Module != nil {
			module = o.Module.Key
		}
		var taught []string
		for _, p := range d.c.Pages() {
			if p.Kind == course.Lesson && slices.Contains(p.Objectives, o.ID) {
				taught = append(taught, p.Path)
			}
		}
		row := append([]string{o.ID, module}, d.texts(o.Text)...)
		rows = append(rows, append(row, listed(o.Serves), listed(o.Concepts), listed(taught), listed(tested[o.ID])))
	}
	for _, o := range d.c.Objectives {
		add(o)
	}
	for _, m := range d.c.Modules {
		for _, o := range m.Objectives {
			add(o)
		}
	}
	return csv.Write(rows), nil
}

// questions visits the questions that everyone may see, once each.
func (d *dataSet) questions(visit func(*course.Page, course.Asked)) {
	seen := map[course.ID]bool{}
	for _, p := range d.c.Pages() {
		for _, tag := range d.tags {
			h := p.Head(tag)
			if h == nil {
				continue
			}
			for _, q := range h.Questions {
				if !seen[q.ID] && !d.bank[q.ID] {
					seen[q.ID] = true
					visit(p, q)
				}
			}
		}
	}
}

// questionsCSV lists what is asked, for a review of what is tested. It has no key: the formats for learning systems
// carry questions with their answers.
func (d *dataSet) questionsCSV() ([]byte, error) {
	rows := [][]string{slices.Concat([]string{"id", "page", "kind", "objective", "form"}, d.columns("stem"))}
	stems := map[course.ID][]string{}
	facts := map[course.ID]*course.Question{}
	for i, tag := range d.tags {
		for _, p := range d.c.Pages() {
			doc := p.Doc(tag)
			if doc == nil {
				continue
			}
			for _, q := range doc.Questions() {
				if stems[q.ID] == nil {
					stems[q.ID] = make([]string, len(d.tags))
				}
				stems[q.ID][i], facts[q.ID] = stemOf(q), q
			}
		}
	}
	d.questions(func(p *course.Page, asked course.Asked) {
		if q := facts[asked.ID]; q != nil {
			rows = append(rows, append([]string{string(q.ID), p.Path, string(q.Kind), q.Objective, q.Form}, stems[q.ID]...))
		}
	})
	return csv.Write(rows), nil
}

// stemOf is the words of a question before its answers; of a scenario, its situation.
func stemOf(q *course.Question) string {
	blocks := q.Stem
	if len(blocks) == 0 && len(q.Steps) > 0 {
		blocks = q.Steps[0].Blocks
	}
	var out []string
	course.Walk(blocks, func(b *course.Block) bool {
		if s := course.Plain(b.Inlines); s != "" {
			out = append(out, s)
		}
		return true
	})
	return strings.Join(out, "\n")
}
