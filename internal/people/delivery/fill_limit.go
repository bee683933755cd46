package delivery

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
)

// share is how much of the time of the course's timed attempts the learner has.
func (f *filler) share() Share { return f.s.shares[f.c.Key] }

// clockTime is a time of day as the site's clock shows it.
func (f *filler) clockTime(t time.Time) string {
	zone := f.room.Zone
	if zone == nil {
		zone = time.UTC
	}
	return lang.Clock(f.face, t.In(zone))
}

// attempts says how many attempts are left; nil where they are not counted.
func (f *filler) attempts(a *Attempt) []string {
	p := f.p.Page
	n, counted := left(p, a)
	switch {
	case !counted:
		return nil
	case a != nil && !a.Sent:
		return []string{f.say("limit.under-way", lang.A{"number": strconv.Itoa(min(a.used(), p.Attempts)), "of": p.Attempts})}
	case n == 0:
		return []string{f.say("limit.none", lang.A{"of": p.Attempts})}
	case n < p.Attempts:
		return []string{f.say("limit.left", lang.A{"n": n, "of": p.Attempts})}
	}
	return []string{f.say("limit.of", lang.A{"n": n})}
}

// terms is what stands above the questions of a page with limits, or in their place until a timed attempt is begun; nil
// where there is nothing to say.
func (f *filler) terms(a *Attempt) templ.Component {
	p := f.p.Page
	t := page.Terms{Title: f.say("limit.title"), Lines: f.attempts(a)}
	switch {
	case a != nil && !a.Sent && a.timed(p):
		return f.clock(a, t.Lines)
	case p.Time > 0 && (a == nil || a.Sent && !exhausted(p, a)):
		t.ID = "check"
		t.Lines = append(f.before(), t.Lines...)
		number := 0
		if a != nil {
			number = a.Number
		}
		t.Go = &page.Button{Text: f.say("limit.begin"), Note: f.say("limit.begin-note"), Action: f.p.Path,
			Fields: []page.Field{{Name: "act", Value: "begin"}, {Name: "attempt", Value: strconv.Itoa(number)}}}
	case len(t.Lines) == 0:
		return nil
	}
	return page.TermsBox(f.face, t)
}

// before is what one must know before a timed attempt begins: how long it may take, what happens at its end, and how more
// time is had.
func (f *filler) before() []string {
	minutes, share := f.p.Page.Time, f.share()
	lines := []string{f.say("limit.time", lang.A{"time": lang.Minutes(f.face, wholeMinutes(share.of(minutes)))})}
	if share > 0 {
		lines = append(lines, f.say("limit.more", lang.A{"time": lang.Minutes(f.face, minutes)}))
	} else {
		lines = append(lines, f.say("limit.ask"))
	}
	return append(lines, f.say("limit.end"), f.say("limit.leave"))
}

// wholeMinutes rounds a time up to minutes.
func wholeMinutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

// clock says when a timed attempt ends, by a clock that is read once: the server's, when the page was drawn. The script
// lets it run.
func (f *filler) clock(a *Attempt, lines []string) templ.Component {
	now, due := f.room.Clock.Now(), a.due(f.p.Page, f.share())
	rest := max(0, due.Sub(now))
	c := page.Clock{Title: f.say("clock.title"), Left: rest, Due: due, At: f.clockTime(due),
		Ends: f.say("clock.ends"), Lines: append([]string{
			f.say("clock.now", lang.A{"now": f.clockTime(now), "left": lang.Minutes(f.face, wholeMinutes(rest))}), f.say("clock.kept")}, lines...),
		Rest: f.say("clock.rest"), Last: f.say("clock.last"), Five: f.say("clock.five"), One: f.say("clock.one"), Over: f.say("clock.over"),
		Hide: f.say("clock.hide"), Show: f.say("clock.show"), Action: f.p.Path,
		Fields: []page.Field{{Name: "act", Value: "time"}, {Name: "attempt", Value: strconv.Itoa(a.Number)}}}
	return page.ClockBox(f.face, c)
}

// ended says on the page of a result that the time was over, and what became of what arrived later; nil when it was not.
func (f *filler) ended(a *Attempt) templ.Component {
	if a.Ended.IsZero() {
		return nil
	}
	n := page.Notice{Kind: "info", Title: f.say("closed", lang.A{"at": f.clockTime(a.Ended)})}
	for _, given := range a.Answers {
		if !given.empty() && !given.Told {
			n.Body = page.Text(f.say("closed-late"))
		}
	}
	return page.NoticeBox(f.face, n)
}

// limited says whether what a page shows of its attempt changes with the time of day.
func limited(p *course.Page, a *Attempt) bool { return a != nil && !a.Sent && a.timed(p) }

// running is the clock of an attempt on another page than its own, with the script that lets it run; nil without a clock.
func (f *filler) running(a *Attempt) templ.Component {
	if !limited(f.p.Page, a) {
		return nil
	}
	return templ.Join(f.clock(a, nil), page.HTML(scriptTag))
}

// counted says under a result how many attempts are left; nil where they are not counted.
func (f *filler) counted(a *Attempt) templ.Component {
	lines := f.attempts(a)
	if len(lines) == 0 {
		return nil
	}
	return page.TermsBox(f.face, page.Terms{Title: f.say("limit.title"), Lines: lines})
}
