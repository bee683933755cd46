package course

// Tasks are the pages of a module that are to be done: its lessons and its check.
func (m *Module) Tasks() []*Page {
	if m.Check == nil {
		return m.Lessons
	}
	return append(m.Lessons[:len(m.Lessons):len(m.Lessons)], m.Check)
}

// Tasks are the pages of the course that are to be done, in reading order: those of
// its modules.
func (c *Course) Tasks() []*Page {
	var out []*Page
	for _, m := range c.Modules {
		out = append(out, m.Tasks()...)
	}
	return out
}

// Graded says whether a page gives the mark of the course: the final assessment, or
// without one every knowledge check.
func (c *Course) Graded(p *Page) bool {
	if c.Assessment != nil {
		return p == c.Assessment
	}
	return p.Kind == Check
}

// Limited says whether attempts at a page are counted or timed, where there is a server that holds it.
func (p *Page) Limited() bool { return p.Attempts > 0 || p.Time > 0 }

// TitleID is the passage that is the page's title, by which the page is known to who
// keeps what learners do; it is the same in every language. Empty when the title has
// no id yet.
func (p *Page) TitleID() (id ID) {
	for _, t := range p.texts { // smallest of several: the order of a map must not show
		if one := t.head.TitleID; one != "" && (id == "" || one < id) {
			id = one
		}
	}
	return id
}

// Judged says whether an answer to the question is right or wrong, and not only noted.
func (q *Question) Judged() bool {
	if len(q.Pairs) > 0 {
		return true
	}
	for _, c := range q.Choices {
		if c.Right {
			return true
		}
	}
	for _, s := range q.Steps {
		if s.Outcome != "" {
			return true
		}
	}
	return false
}
