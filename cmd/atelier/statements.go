package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/people/records"
	"atelier/internal/site"
)

// statementsCommand writes the record of learning as lines of JSON, and reads such lines.
type statementsCommand struct {
	Export statementsExportCommand `cmd:"" help:"${statements_export}"`
	Import statementsImportCommand `cmd:"" help:"${statements_import}"`
}

// statementsPlace is where the record is.
type statementsPlace struct {
	Place   placeFlags `embed:""`
	BaseURL string     `name:"base-url" help:"${statements_base_url}"`
}

// open opens the record, with the place of attachments when made is set or there is one; closed gives both back.
func (p *statementsPlace) open(ctx context.Context, made bool) (s site.Statements, closed func(), err error) {
	db, err := site.OpenStore(ctx, p.Place.Data, p.Place.Database)
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Key == "locked" {
		return s, nil, fault.New(fault.Unavailable, words, "statements-locked", lang.A{"dir": p.Place.Data}).Because(err)
	}
	if err != nil {
		return s, nil, err
	}
	blobs, err := p.Place.blobPlace(made)
	if err != nil {
		db.Close()
		return s, nil, err
	}
	return site.Statements{DB: db, Blobs: blobs, BaseURL: p.BaseURL}, func() {
		if blobs != nil {
			blobs.Close()
		}
		db.Close()
	}, nil
}

type statementsExportCommand struct {
	statementsPlace
	Out         string   `required:"" help:"${statements_out}"`
	Since       string   `help:"${statements_since}"`
	Until       string   `help:"${statements_until}"`
	Course      string   `placeholder:"IRI" help:"${statements_course}"`
	Verb        []string `placeholder:"IRI" sep:"none" help:"${statements_verb}"`
	Attachments bool     `help:"${statements_attachments}"`
	Force       bool     `help:"${backup_force}"`
	JSON        bool     `name:"json" help:"${json}"`
}

func (c *statementsExportCommand) Run(ctx context.Context, t *terminal) error {
	x := records.Selection{Under: c.Course, Verbs: c.Verb}
	var err error
	if x.Since, err = momentOf("--since", c.Since); err != nil {
		return err
	}
	if x.Until, err = momentOf("--until", c.Until); err != nil {
		return err
	}
	if err := mayWrite(c.Out, c.Force); err != nil {
		return err
	}
	s, closed, err := c.open(ctx, c.Attachments)
	if err != nil {
		return err
	}
	defer closed()
	n := 0
	size, err := t.writeWhole(c.Out, func(w io.Writer) (err error) {
		n, err = s.Export(ctx, w, x, c.Attachments)
		return err
	})
	if ctx.Err() != nil {
		return fault.New(fault.Unavailable, words, "statements-export-stopped").Because(err)
	}
	if err != nil {
		return err
	}
	said := t.besideOutput(c.Out)
	if c.JSON {
		return said.json(map[string]any{"statements": n, "bytes": size, "file": c.Out})
	}
	said.line("statements-exported", lang.A{"n": n, "size": lang.Bytes(t.tag, size), "file": c.Out})
	return nil
}

// momentOf reads a day, which begins in Coordinated Universal Time, or a moment; zero when there is none.
func momentOf(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(form, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fault.New(fault.Usage, words, "statements-moment", lang.A{"flag": flag, "text": text})
}

type statementsImportCommand struct {
	statementsPlace
	File    string `arg:"" help:"${statements_file}"`
	AllOrNo bool   `name:"all-or-nothing" help:"${statements_all}"`
	DryRun  bool   `name:"dry-run" help:"${statements_dry_run}"`
	JSON    bool   `name:"json" help:"${json}"`
}

func (c *statementsImportCommand) Run(ctx context.Context, t *terminal) error {
	if c.File == standard && c.AllOrNo && !c.DryRun {
		return fault.New(fault.Usage, words, "statements-twice")
	}
	text, err := c.text()
	if err != nil {
		return err
	}
	defer text.Close() // whether it can be had is known before anything is opened
	s, closed, err := c.statementsPlace.open(ctx, !c.DryRun)
	if err != nil {
		return err
	}
	defer closed()
	how := site.ImportHow{DryRun: c.DryRun, AllOrNo: c.AllOrNo}
	if !c.JSON {
		how.Refused = func(e records.LineError) {
			fmt.Fprintln(t.out, t.say("statements-refused", lang.A{"line": e.Line, "reason": e.Reason(t.tag)}))
		}
	}
	done, err := s.Import(ctx, c.text, how)
	if err == nil {
		return c.report(t, done)
	}
	if ctx.Err() != nil {
		return fault.New(fault.Unavailable, words, "statements-stopped", lang.A{"kept": done.Kept, "n": done.Lines}).Because(err)
	}
	if _, told := errors.AsType[*fault.Error](err); told {
		return err
	}
	return fault.New(fault.Invalid, words, "statements-cut", lang.A{"file": c.File, "kept": done.Kept, "n": done.Lines}).Because(err)
}

// text opens the file, or standard input.
func (c *statementsImportCommand) text() (io.ReadCloser, error) {
	if c.File == standard {
		return io.NopCloser(os.Stdin), nil
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, fault.New(fault.NotFound, words, "file-none", lang.A{"file": c.File}).Because(err)
	}
	return f, nil
}

// report says what became of the lines; those that were refused are a finding.
func (c *statementsImportCommand) report(t *terminal, done records.Imported) error {
	key := "statements-imported"
	switch {
	case c.DryRun:
		key = "statements-would"
	case c.AllOrNo && done.Refused > 0:
		key, done.Kept = "statements-nothing", 0
	}
	if c.JSON {
		if err := t.json(map[string]any{"dryRun": c.DryRun, "result": done.Told(t.tag)}); err != nil {
			return err
		}
	} else {
		t.line(key, lang.A{"kept": done.Kept, "known": done.Known, "refused": done.Refused})
	}
	if done.Refused > 0 {
		return fault.New(fault.Findings, words, "statements-found")
	}
	return nil
}
