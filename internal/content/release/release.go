// Package release makes the immutable, named states of a course.
//
// A release is made of text in the course's own folder, so that git keeps it: changes/VERSION.yaml says what changed
// since the release before, passage by passage and by class; changes/VERSION.LANG.md are its notes; ids.lock gets a
// line for each passage that was born or retired. [Make] works these out from two states of a course and touches
// nothing; [Plan.Over] shows the folder as it will be, from which editions are built.
//
// Invariants: a version is given once. Making it again from the same text changes nothing and gives the same bytes;
// from another text it is refused. ids.lock only grows. The format is docs/format/course.md, "Releases".
package release

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

// Options say what is released.
type Options struct {
	Version string // "1.2.0"
	Date    parity.Day
}

// Plan is a release worked out and not yet written.
type Plan struct {
	Entry
	Diff parity.Diff // since the release before; empty for the first
	// Files are the texts to write into the course's folder, by path; Gone are those
	// to remove. Both are empty when the release is in the folder already.
	Files  map[string]string
	Gone   []string
	before *course.Course // at the release before; nil for the first
	Again  bool           // the folder holds this release already, and its text is the same
}

// Errors of Make. They are wrapped with what they are about.
var (
	ErrVersion = errors.New("no version") // the form of the version
	ErrTaken   = errors.New("version taken by another text")
	ErrClaims  = errors.New("declared classes too low") // parity.Diff.Claims of the plan's diff tells which
	ErrNothing = errors.New("nothing changed since the last release")
	ErrUnnamed = errors.New("passages without id")
	ErrBefore  = errors.New("the state of the last release is missing")
)

var versionForm = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}$`)

// Make works out the release of a course, whose folder is given. Before is the course as it was at the release
// before; nil for the first one, and where the version may be there already.
func Make(before, now *course.Course, folder fs.FS, o Options) (*Plan, error) {
	if !versionForm.MatchString(o.Version) || o.Version == "next" {
		return nil, fmt.Errorf("%w: %q", ErrVersion, o.Version)
	}
	history, err := History(now)
	if err != nil {
		return nil, err
	}
	if err := named(now); err != nil {
		return nil, err
	}
	print, err := Fingerprint(folder)
	if err != nil {
		return nil, err
	}
	for _, e := range history {
		if e.Version == o.Version {
			if e.Fingerprint != print {
				return nil, fmt.Errorf("%w: %s", ErrTaken, o.Version)
			}
			return &Plan{Entry: e, Again: true}, nil
		}
	}
	p := &Plan{Entry: Entry{Version: o.Version, Date: o.Date, Fingerprint: print, Languages: now.Tags()}}
	if n := len(history); n > 0 {
		if err := p.follow(history[n-1], before, now); err != nil {
			return p, err
		}
	}
	p.write(now)
	return p, nil
}

// follow works out what changed since the release before.
func (p *Plan) follow(last Entry, before, now *course.Course) error {
	p.Since, p.before = last.Version, before
	switch {
	case last.Fingerprint == p.Fingerprint:
		return fmt.Errorf("%w: %s", ErrNothing, last.Version)
	case before == nil:
		return fmt.Errorf("%w: %s", ErrBefore, last.Version)
	}
	p.Diff = parity.Compare(before, now)
	p.Changes, p.Conditions, p.PagesBorn, p.PagesGone = changesOf(p.Diff, now), p.Diff.Conditions, p.Diff.PagesBorn, p.Diff.PagesGone
	if claims := p.Diff.Claims(now); len(claims) > 0 {
		return fmt.Errorf("%w: %d", ErrClaims, len(claims))
	}
	return nil
}

// Alone are the edits that say something else in some languages and left others behind, of passages whose pair nobody
// confirmed since: one of both is wrong, or owes the other.
func (p *Plan) Alone(now *course.Course) (out []parity.Edit) {
	owes := map[course.ID]bool{}
	for _, pair := range parity.Pairs(now, parity.BookOf(now), parity.Weighing{Now: p.Date}) {
		owes[pair.ID] = pair.State == parity.NeedsALook || pair.State == parity.Draft
	}
	for _, e := range p.Diff.Edits {
		if len(e.Behind) > 0 && e.Said() >= parity.Meaning && owes[e.ID] {
			out = append(out, e)
		}
	}
	return out
}

// named refuses passages without id: they could not be followed from one release to the next.
func named(c *course.Course) error {
	for _, page := range c.Pages() {
		for _, tag := range c.Tags() {
			d := page.Doc(tag)
			if d == nil {
				continue
			}
			for _, p := range d.Passages() {
				if p.ID == "" {
					return fmt.Errorf("%w: %s", ErrUnnamed, p.Place)
				}
			}
		}
	}
	return nil
}

// changesOf is what happened to each passage.
func changesOf(d parity.Diff, now *course.Course) []Change {
	because := map[course.ID]string{}
	for _, c := range now.Changes {
		because[c.ID] = c.Because
	}
	var out []Change
	for _, e := range d.Edits {
		c := Change{ID: e.ID, Class: e.Class, What: e.What, Page: pageOf(e.File), From: pageOf(e.From), Related: e.Related, Because: because[e.ID]}
		if e.Class == parity.Structure {
			c.Text = e.Said()
		}
		for _, s := range e.Sides {
			c.Languages = append(c.Languages, s.Tag)
		}
		out = append(out, c)
	}
	return out
}

// pageOf is a page's path without language and ending, the same for every language: "modules/1-intro/2-licence".
func pageOf(file string) string {
	base, ok := strings.CutSuffix(file, ".md")
	if !ok {
		return file
	}
	if dot := strings.LastIndexByte(base, '.'); dot > strings.LastIndexByte(base, '/') {
		return base[:dot]
	}
	return base
}

// write puts the texts of the release into the plan.
func (p *Plan) write(now *course.Course) {
	p.Files = map[string]string{
		entryFile(p.Version): p.Entry.text(),
		lockFile:             p.lock(now),
	}
	for _, l := range now.Languages {
		own := "changes/next." + string(l.Tag) + ".md"
		p.Files[notesFile(p.Version, l.Tag)] = p.notes(now, l, now.Files[own].Text)
		if _, ok := now.Files[own]; ok {
			p.Gone = append(p.Gone, own)
		}
	}
	if _, ok := now.Files[nextFile]; ok {
		p.Gone = append(p.Gone, nextFile)
	}
	slices.Sort(p.Gone)
}
