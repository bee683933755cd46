package release

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

const (
	nextFile = "changes/next.yaml"
	lockFile = "ids.lock"
)

func entryFile(version string) string { return "changes/" + version + ".yaml" }
func notesFile(version string, tag lang.Tag) string {
	return "changes/" + version + "." + string(tag) + ".md"
}

// Entry is what changes/VERSION.yaml says of a release.
type Entry struct {
	Version     string
	Since       string // the release before; empty for the first
	Date        parity.Day
	Fingerprint string // of the text: see Fingerprint
	Languages   []lang.Tag
	PagesBorn   []string
	PagesGone   []string
	Changes     []Change // in the reading order of the course; what is gone comes last
	Conditions  []parity.Condition
}

// Change is what happened to a passage since the release before.
type Change struct {
	ID        course.ID
	Class     parity.Class
	Text      parity.Class // of what it says, when it was moved, split or merged too; parity.Same otherwise
	What      []parity.What
	Languages []lang.Tag // in which its text changed
	Page      string     // where it stands, or stood; without language and ending
	From      string     // the page it came from, when it moved
	Related   []course.ID
	Because   string // the author's reason, when one was declared
}

// Counts is how many passages have each class.
func (e Entry) Counts() map[parity.Class]int {
	out := map[parity.Class]int{}
	for _, c := range e.Changes {
		out[c.Class]++
	}
	return out
}

// History is the releases of a course, the oldest first. Its errors name the file that cannot be read, or two
// releases that both follow the same one.
func History(c *course.Course) ([]Entry, error) {
	after := map[string]Entry{} // by the release before
	n := 0
	for _, name := range sortedNames(c.Files) {
		version, ok := strings.CutSuffix(path.Base(name), ".yaml")
		if path.Dir(name) != "changes" || !ok || name == nextFile {
			continue
		}
		e, err := parseEntry(c.Files[name].Text)
		if err == nil && e.Version != version {
			err = fmt.Errorf("it says it is release %q", e.Version)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if other, twice := after[e.Since]; twice {
			return nil, fmt.Errorf("%s: releases %s and %s both follow %q", name, other.Version, e.Version, e.Since)
		}
		after[e.Since] = e
		n++
	}
	var out []Entry
	for at := ""; len(out) < n; at = out[len(out)-1].Version {
		e, ok := after[at]
		if !ok {
			return nil, fmt.Errorf("changes/: no release follows %q, but there are %d", at, n)
		}
		out = append(out, e)
	}
	return out, nil
}

func sortedNames(files map[string]course.Source) []string {
	out := make([]string, 0, len(files))
	for name := range files {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// Fingerprint is the SHA-256 over the names and bytes of the course's files, in the order of their names, but for
// hidden ones, for what releases write and for parity lines: two folders with one fingerprint make the same course.
func Fingerprint(folder fs.FS) (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case err != nil:
			return err
		case name != "." && (strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~")):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || mine(name):
			return nil
		}
		return addFile(sum, folder, name)
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// addFile adds a file to a sum as it is read: it may be large.
func addFile(sum io.Writer, folder fs.FS, name string) error {
	f, err := folder.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	fmt.Fprintf(sum, "%s\x00%d\x00", name, info.Size())
	n, err := io.Copy(sum, f)
	if err == nil && n != info.Size() {
		err = fmt.Errorf("%s changed while it was read", name)
	}
	return err
}

// mine says which files a release writes or is about, and those that only speak of the text.
func mine(name string) bool {
	return name == lockFile || path.Dir(name) == "changes" || strings.HasSuffix(name, ".parity")
}

// yamlEntry is Entry as the file has it.
type yamlEntry struct {
	Release     string          `yaml:"release"`
	Since       string          `yaml:"since,omitempty"`
	Date        string          `yaml:"date"`
	Fingerprint string          `yaml:"fingerprint"`
	Languages   []string        `yaml:"languages,flow"`
	PagesBorn   []string        `yaml:"pages-born,omitempty"`
	PagesGone   []string        `yaml:"pages-gone,omitempty"`
	Changes     []yamlChange    `yaml:"changes,omitempty"`
	Conditions  []yamlCondition `yaml:"conditions,omitempty"`
}

type yamlCondition struct {
	Page string `yaml:"page"`
	What string `yaml:"what"`
	Was  int    `yaml:"was"`
	Is   int    `yaml:"is"`
}

type yamlChange struct {
	ID        string   `yaml:"id"`
	Class     string   `yaml:"class"`
	Text      string   `yaml:"text,omitempty"`
	What      []string `yaml:"what,flow"`
	Languages []string `yaml:"languages,flow,omitempty"`
	Page      string   `yaml:"page,omitempty"`
	From      string   `yaml:"from,omitempty"`
	Related   []string `yaml:"related,flow,omitempty"`
	Because   string   `yaml:"because,omitempty"`
}

// text is the entry as changes/VERSION.yaml. In the first release nothing changed: every passage is born, and
// ids.lock lists them.
func (e Entry) text() string {
	y := yamlEntry{Release: e.Version, Since: e.Since, Date: string(e.Date), Fingerprint: e.Fingerprint,
		Languages: tagNames(e.Languages), PagesBorn: e.PagesBorn, PagesGone: e.PagesGone}
	for _, c := range e.Changes {
		y.Changes = append(y.Changes, c.yaml())
	}
	for _, c := range e.Conditions {
		y.Conditions = append(y.Conditions, yamlCondition{Page: c.Page, What: c.Key, Was: c.Old, Is: c.New})
	}
	out, err := yaml.MarshalWithOptions(y, yaml.IndentSequence(true))
	if err != nil { // the type holds strings alone
		panic(err)
	}
	return "# What changed in this release, passage by passage. Written by `atelier release`; it is not edited.\n" + string(out)
}

func (c Change) yaml() yamlChange {
	out := yamlChange{ID: string(c.ID), Class: c.Class.String(), Languages: tagNames(c.Languages), Page: c.Page, From: c.From, Because: c.Because}
	if c.Text > parity.Same {
		out.Text = c.Text.String()
	}
	for _, w := range c.What {
		out.What = append(out.What, string(w))
	}
	for _, id := range c.Related {
		out.Related = append(out.Related, string(id))
	}
	return out
}

func tagNames(tags []lang.Tag) []string {
	out := make([]string, len(tags))
	for i, t := range tags {
		out[i] = string(t)
	}
	return out
}

func parseEntry(text string) (Entry, error) {
	var y yamlEntry
	if err := yaml.UnmarshalWithOptions([]byte(text), &y, yaml.Strict()); err != nil {
		return Entry{}, err
	}
	e := Entry{Version: y.Release, Since: y.Since, Fingerprint: y.Fingerprint, PagesBorn: y.PagesBorn, PagesGone: y.PagesGone}
	day, ok := parity.ParseDay(y.Date)
	if !ok || !versionForm.MatchString(y.Release) || len(y.Fingerprint) != 64 {
		return e, errors.New("release, date or fingerprint is missing or has another form")
	}
	e.Date = day
	for _, t := range y.Languages {
		e.Languages = append(e.Languages, lang.Tag(t))
	}
	for _, c := range y.Conditions {
		e.Conditions = append(e.Conditions, parity.Condition{Page: c.Page, Key: c.What, Old: c.Was, New: c.Is, Class: parity.Meaning})
	}
	for _, yc := range y.Changes {
		class, ok := parity.ParseClass(yc.Class)
		if !ok {
			return e, fmt.Errorf("%s: unknown class %q", yc.ID, yc.Class)
		}
		text, ok := parity.ParseClass(yc.Text)
		if !ok && yc.Text != "" {
			return e, fmt.Errorf("%s: unknown class %q", yc.ID, yc.Text)
		}
		c := Change{ID: course.ID(yc.ID), Class: class, Text: text, Page: yc.Page, From: yc.From, Because: yc.Because}
		for _, w := range yc.What {
			c.What = append(c.What, parity.What(w))
		}
		for _, t := range yc.Languages {
			c.Languages = append(c.Languages, lang.Tag(t))
		}
		for _, id := range yc.Related {
			c.Related = append(c.Related, course.ID(id))
		}
		e.Changes = append(e.Changes, c)
	}
	return e, nil
}

// has says whether something happened to a passage.
func (c Change) has(w parity.What) bool { return slices.Contains(c.What, w) }
