package main

import (
	"context"
	"fmt"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/gitrepo"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

// parityCommand prints how the languages stand against each other, or confirms pairs.
type parityCommand struct {
	Course  string   `arg:"" optional:"" help:"${course}"`
	Confirm []string `help:"${confirm}"`
	By      string   `help:"${by}"`
	Most    int      `default:"20" help:"${most}"`
	JSON    bool     `name:"json" help:"${json}"`
}

func (p *parityCommand) Run(ctx context.Context, t *terminal) error {
	src, err := findCourse(p.Course)
	if err != nil {
		return err
	}
	c, err := t.whole(src)
	if err != nil {
		return err
	}
	book := parity.BookOf(c)
	for _, m := range book.Mistakes {
		fmt.Fprintln(t.err, m.Place.String()+": "+m.Say(t.tag))
	}
	if len(p.Confirm) > 0 {
		return p.confirm(t, src, c, book)
	}
	weighing := parity.Weighing{Now: parity.DayOf(time.Now())}
	board := parity.NewBoard(c, book, weighing, changedOn(ctx, src))
	if p.JSON {
		return board.WriteJSON(t.out)
	}
	return board.WriteText(t.out, t.tag, p.Most)
}

// changedOn asks git when files last changed; without git the board says what else it goes by.
func changedOn(ctx context.Context, src source) parity.ChangedOn {
	if src.dir == "" || !gitrepo.Is(src.dir) {
		return nil
	}
	repo, err := gitrepo.Open(ctx, src.dir)
	if err != nil {
		return nil
	}
	days, err := repo.LastChanged(ctx, "HEAD")
	if err != nil {
		return nil
	}
	return func(path string, _ int) (parity.Day, bool) {
		at, ok := days[path]
		return parity.DayOf(at), ok
	}
}

// confirm writes that the languages of the chosen pairs say the same. Who says so has to be named; a machine never
// becomes a person.
func (p *parityCommand) confirm(t *terminal, src source, c *course.Course, book *parity.Book) error {
	if err := src.writable(); err != nil {
		return err
	}
	if p.By == "" {
		return fault.New(fault.Usage, words, "confirm-who")
	}
	done, err := parity.Confirm(c, book, selection(c, p.Confirm), parity.Provenance(p.By), parity.DayOf(time.Now()))
	if err != nil {
		return err
	}
	for _, e := range done.Edits {
		if err := src.write(e.Path, string(e.New)); err != nil {
			return err
		}
	}
	if p.JSON {
		return t.json(done)
	}
	for _, r := range done.Refused {
		t.line("confirm-refused", lang.A{"id": string(r.ID), "missing": fmt.Sprint(r.Missing)})
	}
	t.line("confirm-done", lang.A{"n": len(done.Confirmed), "files": len(done.Edits), "by": p.By})
	return nil
}

// selection reads "all", page paths and passage ids.
func selection(c *course.Course, names []string) parity.Selection {
	pages := map[string]bool{}
	for _, page := range c.Pages() {
		pages[page.Path] = true
	}
	var sel parity.Selection
	for _, name := range names {
		switch {
		case name == "all":
			sel.All = true
		case pages[name]:
			sel.Pages = append(sel.Pages, name)
		default:
			sel.IDs = append(sel.IDs, course.ID(name))
		}
	}
	return sel
}
