package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The bars of DESIGN part 8.
const (
	barBuild       = 2.5 // times the CPU of the Markdown library alone: web, glossary, search and text
	barBuildMemory = 200 << 20
)

// building measures `atelier build` of the generated course against the Markdown library alone writing the same pages.
func (b *bench) building() error {
	course := filepath.Join(b.folder, "course")
	if err := writeCorpus(course, b.lessons); err != nil {
		return err
	}
	out := filepath.Join(b.folder, "out")
	reference, err := best(3, func(i int) (cost, error) {
		return costOf(b.self, "reference-build", course, filepath.Join(b.folder, fmt.Sprintf("reference-%d", i)))
	})
	if err != nil {
		return err
	}
	pages := 2 * b.lessons
	whole, err := best(2, func(i int) (cost, error) {
		return costOf(b.program, "build", course, "--only", "web,text", "--out", fmt.Sprintf("%s-%d", out, i))
	})
	if err != nil {
		return err
	}
	web, err := best(2, func(i int) (cost, error) {
		return costOf(b.program, "build", course, "--only", "web", "--out", fmt.Sprintf("%s-web-%d", out, i))
	})
	if err != nil {
		return err
	}
	b.note(figure{what: fmt.Sprintf("build of %d pages: web, glossary, search, text", pages), measured: whole.String(), beside: "goldmark alone: " + reference.String(),
		ratio: times(whole.cpu, reference.cpu), bar: fmt.Sprintf("≤ %.1f×", barBuild), missed: over(whole.cpu, reference.cpu, barBuild)})
	b.note(figure{what: "the same, web alone", measured: web.String(), beside: "the same", ratio: times(web.cpu, reference.cpu)})
	b.note(figure{what: "a page of it", measured: each(whole.cpu, pages), beside: each(reference.cpu, pages), ratio: times(whole.cpu, reference.cpu)})
	b.note(figure{what: "resident memory of the build", measured: mebibytes(whole.peak), beside: mebibytes(reference.peak),
		ratio: fmt.Sprintf("%.1f×", float64(whole.peak)/float64(reference.peak)), bar: "≤ 200 MB", missed: whole.peak > barBuildMemory})
	if err := b.hugo(course, web); err != nil {
		return err
	}
	return b.rebuilding(course, out+"-0", whole)
}

// rebuilding measures a build over an earlier one after one passage changed.
func (b *bench) rebuilding(course, out string, whole cost) error {
	path := filepath.Join(course, "modules", moduleName(0), lessonName(0)+".en.md")
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed := strings.Replace(string(source), ". ", ", which is new. ", 1)
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		return err
	}
	again, err := costOf(b.program, "build", course, "--only", "web,text", "--out", out)
	if err != nil {
		return err
	}
	share := float64(again.cpu) / float64(whole.cpu)
	b.note(figure{what: "the same build after one passage changed", measured: again.String(), beside: "the whole build: " + whole.String(),
		ratio: fmt.Sprintf("%.0f %%", 100*share), bar: "proportional to the change", missed: share > 0.1})
	return nil
}

// best is the cheapest of n runs: what else the machine does only ever adds.
func best(n int, run func(i int) (cost, error)) (cost, error) {
	var least cost
	for i := range n {
		c, err := run(i)
		if err != nil {
			return cost{}, err
		}
		if i == 0 || c.cpu < least.cpu {
			least = c
		}
	}
	return least, nil
}

func times(a, b time.Duration) string            { return fmt.Sprintf("%.2f×", float64(a)/float64(b)) }
func over(a, b time.Duration, most float64) bool { return float64(a) > most*float64(b) }
func each(d time.Duration, n int) string {
	return fmt.Sprintf("%.0f µs CPU", float64(d.Microseconds())/float64(n))
}
