package main

import (
	"context"
	"errors"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/editions"
	"atelier/internal/content/publish"
)

// buildCommand writes the editions of a course.
type buildCommand struct {
	Course  string   `arg:"" optional:"" help:"${course}"`
	Out     string   `default:"dist" type:"path" help:"${out}"`
	Only    []string `help:"${only}"`
	Lang    []string `help:"${langs}"`
	BaseURL string   `name:"base-url" help:"${base_url}"`
	Contact string   `help:"${contact}"`
	JSON    bool     `name:"json" help:"${json}"`
}

func (b *buildCommand) Run(ctx context.Context, t *terminal) error {
	src, err := findCourse(b.Course)
	if err != nil {
		return err
	}
	contact, err := contactOf(b.Contact)
	if err != nil {
		return err
	}
	boundMemory(0)
	c, err := t.whole(src)
	if err != nil {
		return err
	}
	sum, err := b.make(ctx, t, src, c, publish.Options{BaseURL: b.BaseURL, Contact: contact})
	if err != nil {
		return err
	}
	if b.JSON {
		return t.json(map[string]any{"dir": b.Out, "files": sum.files, "bytes": sum.bytes})
	}
	t.line("build-done", lang.A{"files": sum.files, "size": lang.Bytes(t.tag, sum.bytes), "dir": b.Out})
	return nil
}

// make builds into the folder, showing its progress, and counts what it wrote.
func (b *buildCommand) make(ctx context.Context, t *terminal, src source, c *course.Course, o publish.Options) (*counted, error) {
	langs, err := b.languages(c.Tags())
	if err != nil {
		return nil, err
	}
	boundMemory(textBytes(c))
	out, err := publish.NewFolder(b.Out)
	if err != nil {
		return nil, cannotWrite(b.Out, err)
	}
	progress := newProgress(t)
	sum := &counted{Sink: out}
	o.Only, o.Langs, o.Out, o.Source, o.Version, o.Progress = b.Only, langs, sum, src.fs, version(), progress.step
	err = editions.All.Build(ctx, c, o)
	progress.end()
	var ours *fault.Error
	switch {
	case errors.Is(err, publish.ErrUnknown):
		return nil, fault.New(fault.Usage, words, "build-unknown", lang.A{"name": strings.Join(b.Only, ","), "known": strings.Join(editions.All.Names(), ", ")})
	case errors.Is(err, context.Canceled), errors.As(err, &ours):
		return nil, err
	case err != nil:
		return nil, cannotWrite(b.Out, err)
	}
	return sum, nil
}

// boundMemory sets how much memory a build of that much text works in. A build allocates much and keeps little, so
// the memory is filled before it is cleaned; a course of 6,000 pages stays below 200 MB. GOGC and GOMEMLIMIT say
// otherwise.
func boundMemory(text int64) {
	const usual = 165 << 20
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(max(usual, 3*text))
	}
}

func textBytes(c *course.Course) (n int64) {
	for _, file := range c.Files {
		n += int64(len(file.Text))
	}
	return n
}

// languages reads --lang against what the course speaks.
func (b *buildCommand) languages(spoken []lang.Tag) ([]lang.Tag, error) {
	var out []lang.Tag
	for _, name := range b.Lang {
		tag, err := lang.Parse(name)
		if err != nil || !slices.Contains(spoken, tag) {
			return nil, fault.New(fault.Usage, words, "language-unknown", lang.A{"tag": name})
		}
		out = append(out, tag)
	}
	return out, nil
}

// progress is a bar on a terminal, and nothing elsewhere.
type progress struct {
	mu   sync.Mutex
	all  *mpb.Progress
	bar  *mpb.Bar
	what string
}

func newProgress(t *terminal) *progress {
	p := &progress{}
	if f, ok := t.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.all = mpb.New(mpb.WithOutput(f), mpb.WithWidth(48))
		p.bar = p.all.AddBar(0, mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { p.mu.Lock(); defer p.mu.Unlock(); return p.what + " " })),
			mpb.AppendDecorators(decor.CountersNoUnit("%d / %d")))
	}
	return p
}

func (p *progress) step(done, total int, what string) {
	if p.bar == nil {
		return
	}
	p.mu.Lock()
	p.what = what
	p.mu.Unlock()
	p.bar.SetTotal(int64(total), false)
	p.bar.SetCurrent(int64(done))
}

func (p *progress) end() {
	if p.bar != nil {
		p.bar.SetTotal(-1, true)
		p.all.Wait()
	}
}
