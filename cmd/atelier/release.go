package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/gitrepo"
	"atelier/internal/base/lang"
	"atelier/internal/content/check"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
)

// releaseCommand makes an immutable, named state of a course: in its folder what changed and what became of the
// passages, beside it the editions with their checksums.
type releaseCommand struct {
	Course  string   `arg:"" help:"${course}"`
	Version string   `required:"" help:"${release_version}"`
	Since   string   `help:"${since}"`
	Date    string   `help:"${date}"`
	Out     string   `default:"dist" type:"path" help:"${out}"`
	Only    []string `help:"${only}"`
	DryRun  bool     `name:"dry-run" help:"${dry_run}"`
	JSON    bool     `name:"json" help:"${json}"`
}

func (r *releaseCommand) Run(ctx context.Context, t *terminal) error {
	src, err := findCourse(r.Course)
	if err != nil {
		return err
	}
	if err := src.writable(); err != nil {
		return err
	}
	c, err := t.whole(src)
	if err != nil {
		return err
	}
	if err := r.sound(c); err != nil {
		return err
	}
	plan, err := r.plan(ctx, t, src, c)
	if err != nil {
		return err
	}
	if r.DryRun {
		return r.report(t, plan, nil)
	}
	over := source{name: src.name, fs: plan.Over(src.fs)}
	released, err := t.whole(over)
	if err != nil {
		return err
	}
	b := buildCommand{Out: r.Out, Only: r.Only}
	sum, err := b.make(ctx, t, over, released, publish.Options{Release: plan.Version, Date: string(plan.Date)})
	if err != nil {
		return err
	}
	if err := r.keep(src, plan); err != nil {
		return err
	}
	return r.report(t, plan, sum)
}

// sound refuses a course in which the check finds errors.
func (r *releaseCommand) sound(c *course.Course) error {
	if n := check.Count(check.Run(c, check.Options{Now: time.Now()}), check.Error); n > 0 {
		return fault.New(fault.Findings, words, "release-errors", lang.A{"n": n})
	}
	return nil
}

func (r *releaseCommand) plan(ctx context.Context, t *terminal, src source, c *course.Course) (*release.Plan, error) {
	day := parity.DayOf(time.Now())
	if r.Date != "" {
		var ok bool
		if day, ok = parity.ParseDay(r.Date); !ok {
			return nil, fault.New(fault.Usage, words, "release-date", lang.A{"date": r.Date})
		}
	}
	before, err := r.before(ctx, t, src, c)
	if err != nil {
		return nil, err
	}
	plan, err := release.Make(before, c, src.fs, release.Options{Version: r.Version, Date: day})
	if errors.Is(err, release.ErrClaims) {
		for _, claim := range plan.Diff.Claims(c) {
			fmt.Fprintln(t.err, claim.Place.String()+": "+claim.Say(t.tag))
		}
	}
	if err == nil {
		for _, e := range plan.Alone(c) {
			behind := make([]string, len(e.Behind))
			for i, tag := range e.Behind {
				behind[i] = string(tag)
			}
			fmt.Fprintf(t.err, "%s:%d: %s\n", e.File, e.Line, words.Say(t.tag, "release-alone", lang.A{"id": string(e.ID), "languages": behind}))
		}
	}
	return plan, releaseFault(r.Version, err)
}

// before is the course as it was at its last release; nil when there was none, or when it is the one asked for.
func (r *releaseCommand) before(ctx context.Context, t *terminal, src source, c *course.Course) (*course.Course, error) {
	if r.Since != "" {
		if info, err := os.Stat(r.Since); err == nil && info.Mode().IsRegular() {
			pack, err := openPackage(r.Since)
			if err != nil {
				return nil, err
			}
			return t.whole(source{name: r.Since, fs: pack.FS()})
		}
		return t.state(ctx, src.dir, r.Since)
	}
	history, err := release.History(c)
	if err != nil || len(history) == 0 || slices.ContainsFunc(history, func(e release.Entry) bool { return e.Version == r.Version }) {
		return nil, nil // Make tells what is wrong with the history
	}
	last := history[len(history)-1].Version
	repo, err := gitrepo.Open(ctx, src.dir)
	if err != nil {
		return nil, fault.New(fault.Usage, words, "release-since", lang.A{"version": last}).Because(err)
	}
	commit, err := repo.AddedIn(ctx, "changes/"+last+".yaml")
	if err != nil {
		return nil, fault.New(fault.Usage, words, "release-since", lang.A{"version": last}).Because(err)
	}
	return t.state(ctx, src.dir, commit)
}

// releaseFault tells why a release cannot be made.
func releaseFault(version string, err error) error {
	for _, known := range []struct {
		err  error
		kind fault.Kind
		key  string
	}{
		{release.ErrVersion, fault.Usage, "release-version"},
		{release.ErrTaken, fault.Conflict, "release-taken"},
		{release.ErrNothing, fault.Conflict, "release-nothing"},
		{release.ErrUnnamed, fault.Findings, "release-unnamed"},
		{release.ErrClaims, fault.Findings, "release-claims"},
		{release.ErrBefore, fault.Usage, "release-since"},
	} {
		if errors.Is(err, known.err) {
			return fault.New(known.kind, words, known.key, lang.A{"version": version}).Because(err)
		}
	}
	if err != nil {
		return fault.New(fault.Invalid, words, "release-history", lang.A{"why": err.Error()}).Because(err)
	}
	return nil
}

// keep writes the plan into the course's folder.
func (r *releaseCommand) keep(src source, plan *release.Plan) error {
	names := make([]string, 0, len(plan.Files))
	for name := range plan.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := src.write(name, plan.Files[name]); err != nil {
			return err
		}
	}
	for _, name := range plan.Gone {
		if err := src.remove(name); err != nil {
			return err
		}
	}
	return nil
}

// report tells what was, or would be, released; sum is nil when nothing was written.
func (r *releaseCommand) report(t *terminal, plan *release.Plan, sum *counted) error {
	counts := map[string]int{}
	for class, n := range plan.Counts() {
		counts[class.String()] = n
	}
	if r.JSON {
		out := map[string]any{"version": plan.Version, "since": plan.Since, "date": plan.Date, "fingerprint": plan.Fingerprint,
			"again": plan.Again, "changes": counts, "dryRun": r.DryRun}
		if sum != nil {
			out["dir"], out["files"], out["bytes"] = r.Out, sum.files, sum.bytes
		}
		return t.json(out)
	}
	if plan.Since != "" {
		t.line("release-changes", lang.A{"since": plan.Since, "structure": counts["structure"], "meaning": counts["meaning"],
			"clarity": counts["clarity"], "typo": counts["typo"]})
	}
	switch {
	case r.DryRun:
		t.line("release-would", lang.A{"version": plan.Version})
		return nil
	case plan.Again:
		t.line("release-again", lang.A{"version": plan.Version, "dir": r.Out})
	default:
		t.line("release-done", lang.A{"version": plan.Version, "dir": r.Out})
	}
	t.line("build-done", lang.A{"files": sum.files, "size": lang.Bytes(t.tag, sum.bytes), "dir": r.Out})
	return nil
}
