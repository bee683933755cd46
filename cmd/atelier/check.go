package main

import (
	"slices"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/check"
)

// checkCommand tells what is wrong in a course: mistakes of the source and what the rules find.
type checkCommand struct {
	Course string `arg:"" optional:"" help:"${course}"`
	Fix    bool   `help:"${fix}"`
	JSON   bool   `name:"json" xor:"form" help:"${json}"`
	SARIF  bool   `name:"sarif" xor:"form" help:"${sarif}"`
	Quiet  bool   `short:"q" help:"${quiet}"`
}

func (k *checkCommand) Run(t *terminal) error {
	src, err := findCourse(k.Course)
	if err != nil {
		return err
	}
	if k.Fix {
		if err := k.repair(t, src); err != nil {
			return err
		}
	}
	found, files, err := findings(src)
	if err != nil {
		return err
	}
	if k.Quiet {
		found = slices.DeleteFunc(found, func(f check.Finding) bool { return f.Level == check.Note })
	}
	if err := k.print(t, found, files); err != nil {
		return err
	}
	if check.Count(found, check.Error)+check.Count(found, check.Warning) > 0 {
		return fault.New(fault.Findings, words, "check-found")
	}
	return nil
}

// findings is everything the check knows of a course, and how many files it read.
func findings(src source) ([]check.Finding, int, error) {
	c, ps, err := src.load()
	if err != nil {
		return nil, 0, err
	}
	return check.Run(c, check.Options{Now: time.Now(), Problems: ps}), len(c.Files), nil
}

// repairRounds bounds repairing: a repair may show the next one, and no text needs many.
const repairRounds = 12

// repair writes what leaves nothing to decide, until nothing is left. A course that cannot be read in full is not
// touched.
func (k *checkCommand) repair(t *terminal, src source) error {
	if err := src.writable(); err != nil {
		return err
	}
	repaired := map[string]bool{}
	for range repairRounds {
		c, err := t.whole(src)
		if err != nil {
			return err
		}
		fixed := check.Fix(c, check.Run(c, check.Options{Now: time.Now()}))
		if len(fixed) == 0 {
			break
		}
		for name, text := range fixed {
			if err := src.write(name, string(text)); err != nil {
				return err
			}
			repaired[name] = true
		}
	}
	switch {
	case k.JSON || k.SARIF:
	case len(repaired) == 0:
		t.line("check-fixed-none")
	default:
		t.line("check-fixed", lang.A{"n": len(repaired)})
	}
	return nil
}

func (k *checkCommand) print(t *terminal, found []check.Finding, files int) error {
	switch {
	case k.JSON:
		return check.WriteJSON(t.out, found, t.tag)
	case k.SARIF:
		return check.WriteSARIF(t.out, found, t.tag)
	case len(found) == 0:
		t.line("check-clean", lang.A{"files": files, "rules": len(check.Rules())})
		return nil
	}
	return check.WriteText(t.out, found, t.tag)
}
