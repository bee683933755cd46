package main

import (
	"context"
	"errors"
	"fmt"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/site"
)

// progressCommand is about where learners stand.
type progressCommand struct {
	Rebuild progressRebuildCommand `cmd:"" help:"${progress_rebuild}"`
}

// progressRebuildCommand reads all progress anew from the record.
type progressRebuildCommand struct {
	Data     string `default:"data" type:"path" help:"${data}"`
	Database string `env:"ATELIER_DATABASE" placeholder:"URL" help:"${database}"`
	DryRun   bool   `name:"dry-run" help:"${progress_dry_run}"`
	JSON     bool   `name:"json" help:"${json}"`
}

// mostDifferences are how many differences are printed for people.
const mostDifferences = 20

func (p *progressRebuildCommand) Run(ctx context.Context, t *terminal) error {
	db, err := p.open(ctx)
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Key == "locked" {
		return fault.New(fault.Unavailable, words, "progress-locked", lang.A{"dir": p.Data}).Because(err)
	}
	if err != nil {
		return err
	}
	defer db.Close()
	done, err := site.RebuildProgress(ctx, db, p.DryRun)
	if ctx.Err() != nil {
		return fault.New(fault.Unavailable, words, "progress-stopped", lang.A{"n": done.Learners}).Because(err)
	}
	if err != nil {
		return err
	}
	if err := p.report(t, done); err != nil {
		return err
	}
	if p.DryRun && done.Changed > 0 {
		return fault.New(fault.Findings, words, "progress-found")
	}
	return nil
}

// open opens the database beside the site that may be running on it; to write in a folder, that of a site that is not.
func (p *progressRebuildCommand) open(ctx context.Context) (*store.DB, error) {
	if p.DryRun && p.Database == "" {
		return store.Beside(ctx, p.Data)
	}
	return site.OpenStore(ctx, p.Data, p.Database)
}

func (p *progressRebuildCommand) report(t *terminal, done delivery.Rebuilt) error {
	if p.JSON {
		return t.json(map[string]any{"dryRun": p.DryRun, "rebuilt": done})
	}
	t.line("progress-read", lang.A{"statements": done.Statements, "learners": done.Learners, "activities": done.Activities})
	switch {
	case done.Changed == 0:
		t.line("progress-same")
	case p.DryRun:
		t.line("progress-would", lang.A{"n": done.Changed})
	default:
		t.line("progress-changed", lang.A{"n": done.Changed})
	}
	for i, d := range done.Differences {
		if i == mostDifferences {
			fmt.Fprintln(t.out, "  …")
			break
		}
		fmt.Fprintf(t.out, "  %s %s: %s → %s\n", d.Learner, d.Activity, p.reach(t, d.Kept), p.reach(t, d.Told))
	}
	return nil
}

// reach is progress in words.
func (p *progressRebuildCommand) reach(t *terminal, of delivery.Progress) string {
	return t.say("progress-reach", lang.A{"reach": t.say("progress-reach." + of.Reach.String()), "share": lang.Percent(t.tag, of.Scaled, 0)})
}
