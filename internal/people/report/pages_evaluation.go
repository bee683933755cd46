package report

import (
	"net/http"
	"strconv"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
	"atelier/internal/people/report/pages"
)

// EvaluationPath is the address at which learners say what they think of the course.
func EvaluationPath(tag, face lang.Tag, f Form) string {
	at := "/" + tag.Lower() + "/" + words.Say(face, "slug-opinion") + "/"
	if f == Later {
		at += words.Say(face, "slug-later") + "/"
	}
	return at
}

// mountEvaluation puts the forms for learners on a mux.
func (h handlers) mountEvaluation(mux *http.ServeMux, kit *web.Kit, face lang.Tag) {
	for _, f := range Forms() {
		at := "/{lang}/" + strings.TrimPrefix(EvaluationPath("", face, f), "//")
		mux.Handle("GET "+at+"{$}", kit.Handle(h.asking(f, (*asking).ask)))
		mux.Handle("POST "+at+"{$}", kit.Handle(h.asking(f, (*asking).answer)))
	}
}

// asking is a request for a form by a learner.
type asking struct {
	*visit
	form      Form
	who       identity.Visitor
	completed bool
	done      bool // they filled it in before
	waits     bool // they are to be asked later
	reach     bool // they can be written to
}

func (h handlers) asking(f Form, fn func(*asking) error) web.Handler {
	return func(w http.ResponseWriter, req *http.Request) error {
		return h.visit(w, req, func(v *visit) error {
			a := &asking{visit: v, form: f}
			var err error
			if a.who, err = v.Identity.Who(req); err != nil {
				return err
			}
			if f == Later && a.who.Session == nil {
				web.SeeOther(w, req, identity.SignInPath(v.tag, v.face, v.of(EvaluationPath(v.tag, v.face, f))))
				return nil
			}
			if err := v.DB.Read(req.Context(), a.look); err != nil {
				return err
			}
			return fn(a)
		})
	}
}

// look reads where the learner stands with the form.
func (a *asking) look(tx store.Tx) error {
	if a.who.New {
		return nil
	}
	s, err := a.Learning.Outline(tx, a.who.Actor, a.course)
	if err != nil {
		return err
	}
	a.completed = s.Completed(a.course)
	if a.done, err = a.Evaluated(tx, a.who.Actor, a.course.Key, a.form); err != nil || a.who.Session == nil {
		return err
	}
	p, err := a.Identity.PersonByID(tx, a.who.Session.Person)
	if err != nil {
		return err
	}
	a.reach = p.Email != ""
	a.waits, _, err = selectWaits(tx, p.ID, a.course.Key)
	return err
}

func (a *asking) path(tag, face lang.Tag) string { return a.of(EvaluationPath(tag, face, a.form)) }

// ask shows the form, or why there is none.
func (a *asking) ask() error { return a.show(http.StatusOK, Evaluation{}, nil) }

// show draws the form with what was answered and what is wrong with it.
func (a *asking) show(status int, e Evaluation, wrong map[string]string) error {
	p := pages.Evaluation{Face: a.face, Heading: page.Heading{Kicker: a.course.Title.In(a.tag), Title: page.Text(a.word("title")), Lede: page.Text(a.word("lede"))},
		Action: a.path(a.tag, a.face), Send: a.say("evaluation.send")}
	switch {
	case !a.completed:
		p.Instead = &page.Empty{Title: a.say("evaluation.not-yet"), Text: a.say("evaluation.not-yet-text"),
			Go: &page.Button{Text: a.say("evaluation.mine"), Href: enrolment.LearningPath(a.tag, a.face), Icon: "next"}}
	case a.done:
		p.Thanks = &page.Notice{Kind: "success", Title: a.say("evaluation.thanks"), Body: page.Text(a.say("evaluation.thanks-text", lang.A{"few": Few})),
			Links: []page.Link{{Text: a.say("evaluation.mine"), Href: enrolment.LearningPath(a.tag, a.face)}}}
		if a.form == AtEnd && a.waits {
			p.Stop = a.say("evaluation.stop-later")
		}
	default:
		a.fill(&p, e, wrong)
	}
	title := a.word("title")
	if status >= http.StatusBadRequest {
		title = a.say("evaluation.wrong-title", lang.A{"title": title})
	}
	return a.frame.Draw(a.w, a.req, status, identity.Sheet{Tag: a.tag, Title: title, Body: pages.EvaluationBody(p), At: func(other lang.Tag) string {
		_, face, _ := a.frame.Language(other.Lower())
		return a.path(other, face)
	}})
}

// word is a text of the form.
func (a *asking) word(key string) string { return a.say("evaluation." + string(a.form) + "-" + key) }

// fill puts the questions on the page.
func (a *asking) fill(p *pages.Evaluation, e Evaluation, wrong map[string]string) {
	for i, it := range formItems[a.form] {
		s := pages.Scale{ID: "e-" + it.name, Name: it.name, Text: a.say("evaluation.item-" + it.name), Low: a.say("evaluation.low-" + it.name), High: a.say("evaluation.high-" + it.name), Error: wrong[it.name]}
		for n := 1; n <= it.points; n++ {
			s.Points = append(s.Points, pages.Point{Value: strconv.Itoa(n), Text: strconv.Itoa(n), Chosen: e.Scores[i] == n})
		}
		if s.Error != "" {
			p.Wrong = append(p.Wrong, page.Link{Text: s.Error, Href: "#" + s.ID + "-1"})
		}
		p.Scales = append(p.Scales, s)
	}
	p.Said = page.FormField{ID: "e-said", Name: "said", Kind: "long", Optional: true, Label: page.Text(a.word("said")), Hint: a.say("evaluation.said-hint", lang.A{"few": Few}), Value: e.Said, Error: wrong["said"]}
	if wrong["said"] != "" {
		p.Wrong = append(p.Wrong, page.Link{Text: wrong["said"], Href: "#e-said"})
	}
	if a.form == AtEnd && a.reach {
		p.Later, p.LaterOn = a.say("evaluation.later"), a.req.PostForm.Get("later") != ""
	}
}

// answer keeps what was answered.
func (a *asking) answer() error {
	if err := a.req.ParseForm(); err != nil {
		return fault.New(fault.Invalid, words, "bad-form").Because(err)
	}
	form := a.req.PostForm
	if form.Get("stop") != "" && a.who.Session != nil {
		return a.back(a.DB.Write(a.req.Context(), func(tx store.Tx) error { return a.AskNever(tx, a.who.Session.Person, a.course.Key) }))
	}
	if !a.completed || a.done {
		return a.back(nil)
	}
	e := Evaluation{Course: a.course.Key, Form: a.form, Language: a.tag, Said: form.Get("said")}
	wrong := map[string]string{}
	for i, it := range formItems[a.form] {
		e.Scores[i], _ = strconv.Atoi(form.Get(it.name)) // what is no number is none of the points
	}
	for _, it := range e.missing() {
		wrong[it.name] = a.say("evaluation.missing", lang.A{"item": a.say("evaluation.item-" + it.name)})
	}
	if len([]rune(e.Said)) > mostSaid {
		wrong["said"] = a.say("evaluation.long", lang.A{"n": mostSaid})
	}
	if len(wrong) > 0 {
		return a.show(http.StatusUnprocessableEntity, e, wrong)
	}
	err := a.DB.Write(a.req.Context(), func(tx store.Tx) error {
		err := a.Evaluate(tx, a.who.Actor, e)
		if err != nil || form.Get("later") == "" || !a.reach {
			return err
		}
		return a.AskLater(tx, a.who.Session.Person, a.course.Key, a.tag)
	})
	if fault.KindOf(err) == fault.Conflict {
		err = nil // sent twice: the first one counts, and the page says thanks
	}
	return a.back(err)
}

// back leads to the page again.
func (a *asking) back(err error) error {
	if err == nil {
		web.SeeOther(a.w, a.req, a.path(a.tag, a.face))
	}
	return err
}

// Invite is what “My learning” shows of the forms: those of the courses that somebody
// completed, and did not fill in.
func (r *Room) Invite(tx store.Tx, actor identity.Actor, tag, face lang.Tag) (p enrolment.Part, err error) {
	for _, c := range r.courses() {
		s, err := r.Learning.Outline(tx, actor, c)
		if err != nil {
			return p, err
		}
		if !s.Completed(c) {
			continue
		}
		done, err := r.Evaluated(tx, actor, c.Key, AtEnd)
		if err != nil {
			return p, err
		}
		if _, speaks := c.Language(tag); !done && speaks {
			p.Links = append(p.Links, page.Link{Text: words.Say(face, "evaluation.invite-go", lang.A{"course": c.Title.In(tag)}), Href: EvaluationPath(tag, face, AtEnd) + r.query(c.Key, Filter{})})
		}
	}
	if len(p.Links) > 0 {
		p.Title, p.Text = words.Say(face, "evaluation.invite"), words.Say(face, "evaluation.invite-text")
	}
	return p, nil
}
