package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/evidence"
	"atelier/internal/content/parity"
	"atelier/internal/standard/intoto"
)

// verifyCommand asks the judges that are installed about a build, and signs what they said.
type verifyCommand struct {
	Build   string   `arg:"" type:"path" help:"${verify_build}"`
	Judges  []string `help:"${judges}"`
	Schemas string   `type:"path" env:"ATELIER_JUDGES" help:"${schemas}"`
	Key     string   `type:"path" help:"${evidence_key}"`
	NoSign  bool     `name:"no-sign" help:"${no_sign}"`
	JSON    bool     `name:"json" help:"${json}"`
}

func (v *verifyCommand) Run(ctx context.Context, t *terminal) error {
	for _, name := range v.Judges {
		if !slices.Contains(evidence.Names(), name) {
			return fault.New(fault.Usage, words, "judge-unknown", lang.A{"name": name, "known": strings.Join(evidence.Names(), ", ")})
		}
	}
	b, err := evidence.Open(v.Build)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !errors.Is(err, evidence.ErrNoBuild):
		return fault.New(fault.NotFound, words, "package-unreadable", lang.A{"file": v.Build}).Because(err)
	case err != nil:
		return fault.New(fault.Invalid, words, "verify-no-build", lang.A{"dir": v.Build}).Because(err)
	}
	progress := newProgress(t)
	found, err := evidence.Ask(ctx, b, evidence.Options{Schemas: v.Schemas, Only: v.Judges, Progress: progress.step})
	progress.end()
	if err != nil {
		return err
	}
	signed := ""
	if b.Digest != "" && !v.NoSign && len(v.Judges) == 0 {
		if signed, err = v.sign(t, b, found); err != nil {
			return err
		}
	}
	if v.JSON {
		err = t.json(map[string]any{"verdicts": found.Verdicts, "absent": found.Absent, "errors": found.Errors(), "evidence": signed})
	} else {
		err = v.print(t, found, signed)
	}
	if err != nil {
		return err
	}
	if n := found.Errors(); n > 0 {
		return fault.New(fault.Findings, words, "verify-found", lang.A{"n": n})
	}
	return nil
}

// sign keeps the evidence beside the build and says where.
func (v *verifyCommand) sign(t *terminal, b evidence.Build, found evidence.Findings) (string, error) {
	file := v.Key
	if file == "" {
		home, err := os.UserConfigDir()
		if err != nil {
			return "", fault.New(fault.Usage, words, "verify-key", lang.A{"file": "--key"}).Because(err)
		}
		file = filepath.Join(home, "atelier", "evidence-key.pem")
	}
	key, made, err := evidence.Key(file)
	switch {
	case errors.Is(err, intoto.ErrKey):
		return "", fault.New(fault.Invalid, words, "verify-key", lang.A{"file": file}).Because(err)
	case err != nil:
		return "", cannotWrite(file, err)
	case made:
		fmt.Fprintln(t.err, t.say("verify-key-made", lang.A{"file": file}))
	}
	if err := evidence.Keep(b, found, parity.DayOf(time.Now()), key); err != nil {
		return "", cannotWrite(b.Dir, err)
	}
	return filepath.Join(b.Dir, evidence.File), nil
}

// print tells a line a judge, then what each found.
func (v *verifyCommand) print(t *terminal, found evidence.Findings, signed string) error {
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, j := range evidence.Judges(found) {
		fmt.Fprintf(table, "%s\t%s\t%s\n", j.Name, j.Version, t.say("verify-line", lang.A{"files": j.Files, "errors": j.Errors, "warnings": j.Warnings}))
	}
	for _, name := range found.Absent {
		fmt.Fprintf(table, "%s\t\t%s\n", name, t.say("verify-absent"))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, verdict := range found.Verdicts {
		for _, said := range verdict.Says {
			fmt.Fprintf(t.out, "%s: %s: %s\n", verdict.File, verdict.Judge, said)
		}
		if verdict.Failed != "" {
			fmt.Fprintf(t.out, "%s: %s: %s\n", verdict.File, verdict.Judge, t.say("verify-failed", lang.A{"why": verdict.Failed}))
		}
	}
	if signed != "" {
		t.line("verify-signed", lang.A{"file": signed})
	}
	return nil
}
