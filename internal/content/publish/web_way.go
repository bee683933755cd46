package publish

import (
	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// ThreadView is what a server needs to draw the thread anew: the value of
// HoleThread. Steps of Thread and Pages go together.
type ThreadView struct {
	Thread page.Thread
	Pages  []*WebPage
}

// thread says where the page is in its module.
func (s *sheet) thread(m *course.Module) templ.Component {
	v := &ThreadView{Thread: page.Thread{
		Title: page.Link{Text: s.say("module-n", lang.A{"number": itoa(m.Number)}), Href: s.to(ModuleKey(m))},
	}}
	for _, p := range m.Pages() {
		wp := s.t.byKey[PageKey(p)]
		v.Pages = append(v.Pages, wp)
		step := page.Step{Link: page.Link{Text: s.stepTitle(wp), Href: s.hrefOf(wp), Current: wp == s.at}, Pages: s.knownPages(p)}
		v.Thread.Steps = append(v.Thread.Steps, step)
		if wp.place >= s.at.place && (p.Kind == course.Lesson || p.Kind == course.Check) {
			v.Thread.Minutes += s.t.minutes[p]
		}
	}
	return s.hole(render.HoleThread, m.Key, v, page.ThreadNav(s.t.Face, v.Thread))
}

// stepTitle is what a page is called in lists of its module.
func (s *sheet) stepTitle(p *WebPage) string {
	switch p.Kind {
	case Kind(course.Check), Kind(course.Summary), Kind(course.Assessment):
		return s.say("kind." + string(p.Kind))
	}
	return p.Title
}

// onTheWay says whether a page is one that next and previous lead to.
func onTheWay(p *WebPage) bool {
	switch p.Kind {
	case KindModule, Kind(course.Lesson), Kind(course.Check), Kind(course.Summary), Kind(course.Assessment):
		return true
	}
	return false
}

// beside is the page before (-1) or after (+1) on the way through the course, or
// among pages of its own kind.
func (s *sheet) beside(step int) *WebPage {
	for at := s.at.place + step; at >= 0 && at < len(s.t.pages); at += step {
		p := s.t.pages[at]
		if onTheWay(s.at) && onTheWay(p) || !onTheWay(s.at) && p.Kind == s.at.Kind {
			return p
		}
		if !onTheWay(s.at) {
			return nil
		}
	}
	return nil
}

func (s *sheet) back() *page.Button {
	p := s.beside(-1)
	if p == nil {
		return nil
	}
	return &page.Button{Text: p.Title, Note: s.say("before." + string(p.Kind)), Href: s.hrefOf(p), Quiet: true, Icon: "back"}
}

// next says what comes next, and how long it takes.
func (s *sheet) next() *page.Button {
	p := s.beside(1)
	if p == nil {
		return nil
	}
	note := s.say("next." + string(p.Kind))
	n := 0
	if p.Kind == KindModule {
		n = s.t.minutes.module(p.Module)
	} else if p.Kind == Kind(course.Lesson) || p.Kind == Kind(course.Check) {
		n = s.t.minutes[p.Page]
	}
	if n > 0 {
		note += " · " + s.say("minutes", lang.A{"n": n})
	}
	return &page.Button{Text: p.Title, Note: note, Href: s.hrefOf(p), Icon: "next"}
}

// HomeView is the value of HoleHome. Modules of Home and of the course go
// together.
type HomeView struct {
	Home page.Home
}

func (s *sheet) home() templ.Component {
	c, tag := s.w.Course, s.at.Tag
	v := &HomeView{Home: page.Home{
		Title: page.Text(c.Title.In(tag)), Lede: page.Text(c.Description.In(tag)), Go: s.begin(nil), Modules: s.moduleRows(),
	}}
	v.Home.Facts = s.facts()
	if a := c.Assessment; a != nil {
		wp := s.t.byKey[PageKey(a)]
		v.Home.Final = &page.LessonRow{Title: page.Link{Text: wp.Title, Href: s.hrefOf(wp)}, Description: s.lede(wp), Minutes: s.t.minutes[a], Pages: s.knownPages(a)}
	}
	if beside := s.w.Options.Beside; beside != nil {
		v.Home.Others = beside(tag, s.t.Face)
	}
	return s.hole(render.HoleHome, "", v, page.Cover(s.t.Face, v.Home))
}

// begin leads to the first lesson that there is, of a module or of the course;
// to the first module when there is none.
func (s *sheet) begin(m *course.Module) page.Button {
	b := page.Button{Text: s.say("begin"), Icon: "next"}
	for _, p := range s.t.pages {
		if p.Kind == Kind(course.Lesson) && (m == nil || p.Module == m) {
			b.Href, b.Text, b.Note = s.hrefOf(p), p.Title, b.Text
			return b
		}
	}
	if len(s.w.Course.Modules) > 0 {
		first := s.w.Course.Modules[0]
		b.Href, b.Text, b.Note = s.to(ModuleKey(first)), first.Title.In(s.at.Tag), b.Text
	}
	return b
}

func (s *sheet) facts() []page.Fact {
	c := s.w.Course
	var out []page.Fact
	if c.Audience.Has(s.at.Tag) {
		out = append(out, page.Fact{Name: s.say("home.audience"), Text: page.Text(c.Audience.In(s.at.Tag))})
	}
	if n := CourseMinutes(c, s.at.Tag); n > 0 {
		out = append(out, page.Fact{Name: s.say("home.length"), Text: page.Text(s.length(n))})
	}
	if len(c.Tasks()) > 0 {
		out = append(out, page.Fact{Name: s.say("home.rule"), Text: page.Text(Rule(c, s.t.Face))})
	}
	if c.Licence != "" {
		out = append(out, page.Fact{Name: s.say("home.licence"), Text: page.Text(LicenceName(c.Licence))})
	}
	if c.Follows != nil {
		address := ""
		if s.w.Options.Followed != nil {
			address = s.w.Options.Followed(s.at.Tag, c.Follows.Course)
		}
		out = append(out, page.Fact{Name: s.say("home.basis"), Text: page.HTML(BasisHTML(c, s.at.Tag, s.t.Face, address)), ID: "basis"})
	}
	return out
}

// Rule says what is to be done to complete a course. It begins with a capital letter of ASCII.
func Rule(c *course.Course, face lang.Tag) string {
	key, a := "rule.tasks", lang.A{"n": len(c.Tasks())}
	if c.Assessment != nil {
		key = "rule.assessed"
		if c.Assessment.Pass > 0 {
			key, a["pass"] = "rule.passed", c.Assessment.Pass
		}
	}
	return Words.Say(face, key, a)
}

// length is how long the course takes; while modules are being written, how long
// those take that are ready.
func (s *sheet) length(minutes int) string {
	ready := 0
	for _, m := range s.w.Course.Modules {
		if !m.Writing {
			ready++
		}
	}
	time := lang.Minutes(s.t.Face, minutes)
	if ready == len(s.w.Course.Modules) {
		return time
	}
	return s.say("home.length-some", lang.A{"time": time, "ready": ready, "of": len(s.w.Course.Modules)})
}

func (s *sheet) moduleRows() []page.ModuleRow {
	var rows []page.ModuleRow
	for _, m := range s.w.Course.Modules {
		rows = append(rows, page.ModuleRow{
			Number: m.Number, Title: page.Link{Text: m.Title.In(s.at.Tag), Href: s.to(ModuleKey(m))},
			Description: page.Text(m.Description.In(s.at.Tag)), Minutes: s.t.minutes.module(m),
			Lessons: len(m.Lessons), Writing: m.Writing, Pages: s.knownPages(m.Tasks()...),
		})
	}
	return rows
}

// ModuleView is the value of HoleModule. Lessons of Page and Pages go together.
type ModuleView struct {
	Page  page.ModulePage
	Pages []*WebPage
}

// module draws the page of a module: what it is for, its lessons, what goes with it.
func (s *sheet) module() templ.Component {
	m := s.at.Module
	v := &ModuleView{Page: page.ModulePage{Writing: m.Writing}}
	v.Page.Heading = page.Heading{
		Kicker: s.moduleKicker(m), Title: page.Text(m.Title.In(s.at.Tag)), Lede: page.Text(m.Description.In(s.at.Tag)),
	}
	for _, o := range m.Objectives {
		v.Page.Objectives = append(v.Page.Objectives, page.Line{Text: page.Text(o.Text.In(s.at.Tag))})
	}
	for _, p := range m.Pages() {
		wp := s.t.byKey[PageKey(p)]
		if p.Kind == course.Summary {
			v.Page.Extras = append(v.Page.Extras, page.Extra{Title: page.Link{Text: wp.Title, Href: s.hrefOf(wp)}, Text: s.say("kind.summary")})
			continue
		}
		v.Pages = append(v.Pages, wp)
		v.Page.Lessons = append(v.Page.Lessons, page.LessonRow{
			Title: page.Link{Text: wp.Title, Href: s.hrefOf(wp)}, Description: s.lede(wp), Minutes: s.t.minutes[p], Pages: s.knownPages(p),
		})
	}
	if len(m.Lessons) > 0 {
		b := s.begin(m)
		v.Page.Go = &b
	}
	v.Page.Extras = append(v.Page.Extras, s.extras(m)...)
	return templ.Join(
		s.hole(render.HoleModule, m.Key, v, page.ModuleBody(s.t.Face, v.Page)),
		page.Forward(s.t.Face, s.back(), s.nextModule()),
	)
}

// nextModule leads on from a module that has no lessons to begin with.
func (s *sheet) nextModule() *page.Button {
	if len(s.at.Module.Lessons) > 0 {
		return nil
	}
	return s.next()
}

func (s *sheet) moduleKicker(m *course.Module) string {
	k := s.say("module-n", lang.A{"number": itoa(m.Number)})
	if n := s.t.minutes.module(m); n > 0 {
		k += " · " + s.say("minutes", lang.A{"n": n})
	}
	return k
}

// lede is the first words of a page; nil when it has none in this language.
func (s *sheet) lede(p *WebPage) templ.Component {
	h := p.Head()
	if h == nil || h.Lede == "" {
		return nil
	}
	return page.Text(h.Lede)
}

// extras are the cases, checklists, worksheets and guides that belong to a module.
func (s *sheet) extras(m *course.Module) []page.Extra {
	var out []page.Extra
	for _, p := range s.t.pages {
		if p.Page == nil || p.Module != nil {
			continue
		}
		for _, key := range p.Page.Modules {
			if key == m.Key {
				out = append(out, page.Extra{Title: page.Link{Text: p.Title, Href: s.hrefOf(p)}, Text: s.say("kind." + string(p.Kind))})
			}
		}
	}
	return out
}
