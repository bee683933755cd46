package main

import (
	"context"
	"fmt"

	"atelier/internal/base/fault"
	"atelier/internal/base/gitrepo"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

// diffCommand tells two states of a course apart. A state is a folder, a git revision or REVISION:FOLDER.
type diffCommand struct {
	A    string `arg:"" help:"${state_a}"`
	B    string `arg:"" optional:"" help:"${state_b}"`
	JSON bool   `name:"json" help:"${json}"`
}

func (d *diffCommand) Run(ctx context.Context, t *terminal) error {
	here, err := findCourse("")
	if err != nil {
		return err
	}
	dir := here.dir
	if dir == "" {
		dir = "."
	}
	if d.B == "" {
		if err := here.writable(); err != nil {
			return fault.New(fault.Usage, words, "diff-b")
		}
		d.B = dir
	}
	before, err := t.state(ctx, dir, d.A)
	if err != nil {
		return err
	}
	after, err := t.state(ctx, dir, d.B)
	if err != nil {
		return err
	}
	diff := parity.Compare(before, after)
	if d.JSON {
		return diff.WriteJSON(t.out)
	}
	if err := diff.WriteText(t.out, t.tag); err != nil {
		return err
	}
	claims := diff.Claims(after)
	for _, claim := range claims {
		fmt.Fprintln(t.err, claim.Place.String()+": "+claim.Say(t.tag))
	}
	if len(claims) > 0 {
		return fault.New(fault.Findings, words, "diff-claims", lang.A{"n": len(claims)})
	}
	return nil
}

// state loads one side of a comparison.
func (t *terminal) state(ctx context.Context, dir, spec string) (*course.Course, error) {
	s, err := gitrepo.Resolve(ctx, dir, spec)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return t.whole(source{name: s.Name, fs: s.FS})
}
