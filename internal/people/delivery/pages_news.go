package delivery

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/web"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
	"atelier/internal/content/render"
	"atelier/internal/people/delivery/pages"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// NewsPath is the address of the page of what is new in a course for whoever reads it.
func NewsPath(e *library.Edition, tag lang.Tag) string {
	return e.Home(tag) + words.Say(e.Face(tag), "slug-news") + "/"
}

// registerNews puts the page on a mux, under its name in every interface language.
func (r *Room) registerNews(mux *http.ServeMux, kit *web.Kit) {
	for _, face := range lang.Interfaces() {
		for _, home := range library.Homes(face) {
			at := home + words.Say(face, "slug-news") + "/{$}"
			mux.Handle("GET "+at, kit.Handle(r.showNews))
			mux.Handle("POST "+at, kit.HandleUpTo(maxForm, r.takeNews))
		}
	}
}

// newsPage is the page being asked for.
type newsPage struct {
	*Room
	req       *http.Request
	e         *library.Edition
	tag, face lang.Tag
	who       identity.Visitor
	s         *Standing
}

func (n *newsPage) say(key string, args ...lang.A) string { return words.Say(n.face, key, args...) }

// askNews finds who asks in which language.
func (r *Room) askNews(req *http.Request) (*newsPage, error) {
	e, tag, ok := r.Library.Asked(req)
	if !ok {
		return nil, fault.New(fault.NotFound, words, "no-news")
	}
	n := &newsPage{Room: r, req: req, e: e, tag: tag, face: e.Face(tag), s: stranger()}
	var err error
	if n.who, err = r.Identity.Who(req); err != nil || n.who.New {
		return n, err
	}
	n.s, err = r.Standing(req.Context(), n.who.Actor)
	return n, err
}

// showNews tells what is new.
func (r *Room) showNews(w http.ResponseWriter, req *http.Request) error {
	n, err := r.askNews(req)
	if err != nil {
		return err
	}
	if want := NewsPath(n.e, n.tag); req.URL.Path != want {
		http.Redirect(w, req, want, http.StatusMovedPermanently)
		return nil
	}
	w.Header().Set("Cache-Control", web.CachePrivate)
	body, err := n.body()
	if err != nil {
		return err
	}
	sheet := library.Sheet{Course: n.e, Tag: n.tag, Title: n.say("new.title"), Back: req.URL.Path, Body: pages.NewsBody(body),
		At: func(other lang.Tag) string { return NewsPath(n.e, other) }}
	sheet.Reading, _ = library.ReadingOf(req)
	data, err := r.Library.Draw(sheet)
	if err != nil {
		return err
	}
	web.HTML(w, req, http.StatusOK, data)
	return nil
}

// body is the news as they are drawn.
func (n *newsPage) body() (pages.News, error) {
	news := NewsOf(n.e, n.s, n.tag)
	var also []page.Link
	if n.who.Session != nil {
		also = []page.Link{{Text: n.say("new.mail"), Href: identity.MailPath(n.tag, n.face)}}
	}
	out := pages.News{Face: n.face, Heading: page.Heading{Title: page.Text(n.say("new.title")), Lede: page.Text(n.say("new.lede"))}, Also: also}
	if done := newsDone(n.req); done != "" {
		out.Notices = append(out.Notices, page.Notice{Kind: "success", Title: n.say("new.done"), Live: true})
	}
	for _, p := range news.Changed {
		out.Changed = append(out.Changed, n.changed(p))
	}
	for _, p := range slices.Concat(news.Other, news.Quiet) {
		out.Quiet = append(out.Quiet, n.changed(p))
	}
	if len(news.Fresh) > 0 {
		g := page.Group{ID: "fresh", Title: n.say("new.fresh")}
		for _, p := range news.Fresh {
			g.Rows = append(g.Rows, page.Row{Title: page.Link{Text: p.Title, Href: p.Path}, Meta: []string{lang.Minutes(n.face, publish.Minutes(p.Page, n.tag))}})
		}
		out.Fresh = []page.Group{g}
	}
	if news.Typos > 0 {
		out.Rest = append(out.Rest, n.say("new.typos", lang.A{"n": news.Typos}))
	}
	for _, title := range news.Away {
		out.Rest = append(out.Rest, n.say("new.away", lang.A{"page": title}))
	}
	if len(news.Changed)+len(out.Quiet)+len(news.Fresh)+len(out.Rest) == 0 {
		out.Empty = &page.Empty{Title: n.say("new.nothing"), Text: n.say("new.nothing-text"), Go: &page.Button{Text: n.say("new.home"), Href: n.Library.Home(n.tag), Icon: "next"}}
		return out, nil
	}
	var err error
	if out.Ask, err = n.ask(news); len(out.Ask) > 0 {
		out.Asked = n.say("new.ask")
	}
	if len(news.known) > 0 {
		out.Read = &page.Button{Text: n.say("new.read"), Note: n.say("new.read-note"), Action: NewsPath(n.e, n.tag),
			Fields: []page.Field{{Name: "act", Value: "read"}, {Name: "release", Value: strconv.Itoa(n.e.Turn())}}}
	}
	if m := news.Minutes(n.tag); m > 0 {
		out.Heading.Lede = page.Text(n.say("new.lede-time", lang.A{"time": lang.Minutes(n.face, m), "version": n.e.Release.Version}))
	}
	return out, err
}

func newsDone(req *http.Request) string {
	if req.URL.RawQuery == "" {
		return ""
	}
	return req.URL.Query().Get("done")
}

// changed is a page with what it said and says.
func (n *newsPage) changed(p PageNews) pages.Changed {
	out := pages.Changed{ID: n.anchor(p.Page), Link: page.Link{Text: p.Page.Title, Href: p.Page.Path}}
	switch {
	case p.Page.Page.Kind == course.Lesson:
	case len(p.Only) > 0:
		out.Text, out.Facts = n.say("new.questions-other"), n.inOther(p.Page, p.Only)
	default:
		out.Text = n.say("new.questions")
	}
	moved := 0
	for _, c := range p.Passages {
		if c.Telling(n.tag) == release.Moved {
			moved++
			continue
		}
		out.Passages = append(out.Passages, n.passage(p.Page, c))
	}
	if moved > 0 {
		out.Text = n.say("new.moved-here", lang.A{"n": moved})
	}
	return out
}

// anchor is where a page stands on the page of what is new.
func (n *newsPage) anchor(p *library.Page) string { return "n-" + string(n.e.Course.PageID(p.Page)) }

// passage is what a passage said and says. One that says something else in another language alone is told with the way
// there.
func (n *newsPage) passage(at *library.Page, c release.PassageChange) pages.Passage {
	t, telling := c.Texts[n.tag], c.Telling(n.tag)
	out := pages.Passage{Told: n.say("telling." + string(telling))}
	was, is := join(t.Was, t.WasToo), join(t.Is, t.IsToo)
	fact := func(key, text string) {
		if text != "" {
			out.Facts = append(out.Facts, page.Fact{Name: n.say(key), Text: page.Text(text)})
		}
	}
	switch {
	case telling == release.Elsewhere:
		out.Facts = n.inOther(at, c.WeighsIn())
		return out
	case telling == release.Otherwise && t.Was == t.Is:
		out.Told = n.say("new.same-words")
	case telling != release.Added:
		fact("new.said", was)
	}
	if slices.Contains(n.e.Course.PageIDs(at.Page), c.ID) && is != "" {
		out.Facts = append(out.Facts, page.Fact{Name: n.say("new.says"), Text: linkTo(page.Link{Href: at.Path + "#" + string(c.ID), Text: is})})
	} else {
		fact("new.says", is)
	}
	return out
}

// join is two texts, one after the other, without the space that a reference leaves before a point or a comma.
func join(a, b string) string {
	return strings.NewReplacer(" .", ".", " ,", ",").Replace(strings.TrimSpace(a + " " + b))
}

// inOther leads to where it is told, in other languages, what they say now.
func (n *newsPage) inOther(at *library.Page, tags []lang.Tag) []page.Fact {
	var links []templ.Component
	for _, tag := range tags {
		l, ok := n.e.Course.Language(tag)
		if !ok {
			continue
		}
		links = append(links, linkTo(page.Link{Text: l.Name, Href: NewsPath(n.e, tag) + "#" + n.anchor(at), Lang: l.Locale}))
	}
	return []page.Fact{{Name: n.say("new.changed-in"), Text: templ.Join(links...)}}
}

func linkTo(l page.Link) templ.Component { return pages.To(l) }

// mostAsked is how many questions are asked about what is new.
const mostAsked = 2

// ask draws questions about what changed: those of the lessons that changed, then those of checks that are done and not
// graded, about the same objectives.
func (n *newsPage) ask(news News) (out []templ.Component, err error) {
	for _, p := range news.Changed {
		if p.Page.Page.Kind != course.Lesson {
			continue
		}
		from := []*library.Page{p.Page}
		if m := p.Page.Module; m != nil && m.Check != nil && !n.e.Course.Graded(m.Check) && n.s.State(n.e.Course, m.Check) == page.Done {
			from = append(from, n.e.In(n.tag, publish.PageKey(m.Check)))
		}
		for _, at := range from {
			views, err := n.about(at, p.Page.Page)
			if err != nil {
				return nil, err
			}
			for _, v := range views {
				if len(out) == mostAsked {
					return out, nil
				}
				if c := n.newFiller(at, n.s, noNews).practiceAt(v, NewsPath(n.e, n.tag), page.Field{Name: "page", Value: at.Key}); c != nil {
					out = append(out, c)
				}
			}
		}
	}
	return out, nil
}

// about are the questions of a page that are about a lesson: all of its own, of a check those of the lesson's objectives.
func (n *newsPage) about(at *library.Page, lesson *course.Page) (out []*render.QuestionView, err error) {
	if at == nil {
		return nil, nil
	}
	holes, _, err := at.Holes(n.Room)
	for _, h := range holes {
		switch v := h.Value.(type) {
		case *render.QuestionView:
			if v.Source.Kind.Scored() {
				out = append(out, v)
			}
		case *publish.QuizView:
			for _, one := range v.Form {
				if one.Source.Kind.Scored() && slices.Contains(lesson.Objectives, one.Source.Objective) {
					out = append(out, one)
				}
			}
		}
	}
	return out, err
}

// takeNews notes that somebody read what is new, or takes an answer to a question about it.
func (r *Room) takeNews(w http.ResponseWriter, req *http.Request) error {
	n, err := r.askNews(req)
	if err != nil {
		return err
	}
	f, err := readForm(w, req)
	if err != nil {
		return err
	}
	here := NewsPath(n.e, n.tag)
	switch f.get("act") {
	case "answer":
		return n.answer(w, f)
	case "read":
		if n.e.Release != nil && f.get("release") == strconv.Itoa(n.e.Turn()) && !n.who.New {
			if _, err := r.topUp(req.Context(), n.who, n.e, n.tag); err != nil {
				return err
			}
			here += "?done=read"
		}
		web.SeeOther(w, req, here)
		return nil
	}
	return fault.New(fault.Invalid, words, "unknown-act")
}

// answer judges the answer to a question about what is new.
func (n *newsPage) answer(w http.ResponseWriter, f fields) error {
	p, id := n.e.In(n.tag, f.get("page")), course.ID(f.get("question"))
	if p == nil || p.Page == nil || p.Doc() == nil || n.who.New || n.e.Course.Graded(p.Page) || n.s.State(n.e.Course, p.Page) != page.Done {
		return fault.New(fault.Conflict, words, "no-question")
	}
	q := questionOf(p.Doc(), id)
	if q == nil {
		return fault.New(fault.Conflict, words, "no-question")
	}
	if _, err := n.act(n.req.Context(), n.who, p, f.get(onceField), func(d *deed) error { d.practise(q, f, true); return nil }); err != nil {
		return err
	}
	web.SeeOther(w, n.req, NewsPath(n.e, n.tag)+"#"+string(id))
	return nil
}

// told is what is new, on the cover or on a page that says something else than when it was done; nil when nothing is.
func (f *filler) told() *page.Notice {
	e := f.p.Edition
	if e.Release == nil || f.s.nothing(e.Course) {
		return nil
	}
	n, href := NewsOf(e, f.s, f.p.Tag), NewsPath(e, f.p.Tag)
	if f.p.Kind == publish.KindHome && e.TurnAt(f.s.lastKnown(e)).Withdrawn != nil {
		out := &page.Notice{Kind: "info", Title: f.say("new.withdrawn"), Links: []page.Link{{Text: f.say("new.why"), Href: e.ReleasesPath(f.p.Tag)}}}
		if n.Owed() > 0 {
			out.Links = append([]page.Link{{Text: f.say("new.see"), Href: href}}, out.Links...)
		}
		return out
	}
	see := func(title, href string) *page.Notice {
		return &page.Notice{Kind: "info", Title: title, Links: []page.Link{{Text: f.say("new.see"), Href: href}}}
	}
	if f.p.Kind == publish.KindHome && n.Count() > 0 {
		return see(f.say("new.short", lang.A{"n": n.Count(), "time": lang.Minutes(f.face, max(1, n.Minutes(f.p.Tag)))}), href)
	}
	if f.p.Kind == publish.KindHome && len(n.Other) > 0 {
		return see(f.say("new.other", lang.A{"n": len(n.Other)}), href)
	}
	for key, list := range map[string][]PageNews{"new.page": n.Changed, "new.page-other": n.Other} {
		for _, one := range list {
			if one.Page == f.p {
				return see(f.say(key), href+"#n-"+string(e.Course.PageID(f.p.Page)))
			}
		}
	}
	return nil
}
