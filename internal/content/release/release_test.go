package release

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/content/course"
	"atelier/internal/content/parity"
)

// folder is the small course of the publishers as a folder in memory.
func folder(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	src := os.DirFS("../publish/testdata/course")
	err := fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(src, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func load(t *testing.T, fsys fs.FS) *course.Course {
	t.Helper()
	c, problems, err := course.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s %v", p.Place, p.Code, p.Args)
	}
	return c
}

// keep writes a plan into the folder.
func (p *Plan) keep(dir fstest.MapFS) {
	for name, text := range p.Files {
		dir[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, name := range p.Gone {
		delete(dir, name)
	}
}

func plan(t *testing.T, before *course.Course, dir fs.FS, version string) *Plan {
	t.Helper()
	p, err := Make(before, load(t, dir), dir, Options{Version: version, Date: "2026-11-23"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func firstLesson(t *testing.T, dir fstest.MapFS) string {
	t.Helper()
	c := load(t, dir)
	return c.Modules[0].Lessons[0].Doc("en").File
}

func TestReleasesFollowEachOther(t *testing.T) {
	dir := folder(t)
	first := plan(t, nil, dir, "1.0.0")
	first.keep(dir)
	released := load(t, dir)
	if got := len(released.Lock); got != len(released.IDs()) {
		t.Errorf("%d ids are locked of %d", got, len(released.IDs()))
	}
	ordinals := released.Ordinals()

	file := firstLesson(t, dir)
	text := string(dir[file].Data)
	paragraph, id := aParagraph(t, released)
	dir[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, paragraph, "It must never cost more than 12 dollars.", 1) + "\nOne more thing. ^zzzzz9\n")}
	dir["changes/next.en.md"] = &fstest.MapFile{Data: []byte("We mended the costs.\n")}
	second := plan(t, released, dir, "1.1.0")
	second.keep(dir)
	now := load(t, dir)

	var classes []string
	for _, c := range second.Changes {
		classes = append(classes, string(c.ID)+" "+c.Class.String())
	}
	if want := id + " meaning"; !strings.Contains(strings.Join(classes, ","), want) {
		t.Errorf("changes %v lack %q", classes, want)
	}
	for other, n := range now.Ordinals() {
		if was, known := ordinals[other]; known && was != n {
			t.Errorf("%s was %d and is %d", other, was, n)
		}
	}
	notes := string(dir["changes/1.1.0.en.md"].Data)
	if !strings.Contains(notes, "We mended the costs.") || !strings.Contains(notes, "since 1.0.0") {
		t.Errorf("notes:\n%s", notes)
	}
	if _, there := dir["changes/next.en.md"]; there {
		t.Error("changes/next.en.md is still there")
	}
	history, err := History(now)
	if err != nil || len(history) != 2 || history[1].Version != "1.1.0" || history[1].Since != "1.0.0" {
		t.Fatalf("history %v, %v", history, err)
	}
	if got, want := history[1].Counts(), second.Counts(); got[parity.Meaning] != want[parity.Meaning] || len(history[1].Changes) != len(second.Changes) {
		t.Errorf("read back %v, want %v", got, want)
	}
}

// aParagraph is the text of a paragraph of the first lesson that stands on one line, and its id.
func aParagraph(t *testing.T, c *course.Course) (text, id string) {
	t.Helper()
	d := c.Modules[0].Lessons[0].Doc("en")
	for _, b := range d.Blocks {
		if b.Kind == course.Paragraph && len(b.Raw) > 20 && !strings.Contains(b.Raw, "\n") && strings.Contains(c.Files[d.File].Text, b.Raw+" ^"+string(b.ID)+"\n") {
			return b.Raw, string(b.ID)
		}
	}
	t.Fatal("the fixture has no paragraph on one line")
	return "", ""
}

func TestAgainFromTheSameTextIsTheSame(t *testing.T) {
	dir := folder(t)
	plan(t, nil, dir, "1.0.0").keep(dir)
	again := plan(t, nil, dir, "1.0.0")
	if !again.Again || len(again.Files) > 0 {
		t.Errorf("made again: %v, files %d", again.Again, len(again.Files))
	}
	file := firstLesson(t, dir)
	dir[file] = &fstest.MapFile{Data: append([]byte(nil), append(dir[file].Data, "\nMore. ^zzzzz9\n"...)...)}
	if _, err := Make(nil, load(t, dir), dir, Options{Version: "1.0.0", Date: "2026-11-23"}); !errors.Is(err, ErrTaken) {
		t.Errorf("another text under the same version: %v", err)
	}
	if _, err := Make(nil, load(t, dir), dir, Options{Version: "1.1.0", Date: "2026-11-23"}); !errors.Is(err, ErrBefore) {
		t.Errorf("without the state before: %v", err)
	}
}

func TestMakeRefuses(t *testing.T) {
	dir := folder(t)
	for _, version := range []string{"", "next", "a b", "../x", strings.Repeat("1", 80)} {
		if _, err := Make(nil, load(t, dir), dir, Options{Version: version}); !errors.Is(err, ErrVersion) {
			t.Errorf("%q: %v", version, err)
		}
	}
	p := plan(t, nil, dir, "1.0.0")
	p.keep(dir)
	c := load(t, dir)
	if _, err := Make(c, c, dir, Options{Version: "1.0.1", Date: "2026-11-23"}); !errors.Is(err, ErrNothing) {
		t.Errorf("nothing changed: %v", err)
	}
	file := firstLesson(t, dir)
	dir[file] = &fstest.MapFile{Data: append(append([]byte(nil), dir[file].Data...), "\nNo id here.\n"...)}
	if _, err := Make(c, load(t, dir), dir, Options{Version: "1.1.0", Date: "2026-11-23"}); !errors.Is(err, ErrUnnamed) {
		t.Errorf("a passage without id: %v", err)
	}
}

func TestGonePassagesAreRetiredOnce(t *testing.T) {
	dir := folder(t)
	plan(t, nil, dir, "1.0.0").keep(dir)
	before := load(t, dir)
	paragraph, id := aParagraph(t, before)
	file := firstLesson(t, dir)
	dir[file] = &fstest.MapFile{Data: []byte(strings.Replace(string(dir[file].Data), paragraph+" ^"+id+"\n", "", 1))}
	other := strings.Replace(file, ".en.md", ".fr.md", 1)
	var kept []string
	for line := range strings.Lines(string(dir[other].Data)) {
		if !strings.Contains(line, "^"+id) {
			kept = append(kept, line)
		}
	}
	dir[other] = &fstest.MapFile{Data: []byte(strings.Join(kept, ""))}
	plan(t, before, dir, "2.0.0").keep(dir)
	lock := string(dir["ids.lock"].Data)
	if got := strings.Count(lock, "\n"+id+" "); got != 2 || !strings.Contains(lock, "retired=2.0.0") {
		t.Errorf("%d lines of %s", got, id)
	}
	dir[file] = &fstest.MapFile{Data: append(append([]byte(nil), dir[file].Data...), "\nBack again. ^"+id+"\n"...)}
	_, problems, err := course.Load(dir)
	if err != nil || !problems.Fatal() {
		t.Errorf("a retired id came back: %v %v", problems, err)
	}
}

func TestThePlanCanBeSeenBeforeItIsWritten(t *testing.T) {
	dir := folder(t)
	p := plan(t, nil, dir, "1.0.0")
	over := p.Over(dir)
	p.keep(dir)
	if err := fstest.TestFS(fs.FS(dir), "ids.lock", "changes/1.0.0.yaml"); err != nil {
		t.Fatal(err)
	}
	seen, written := load(t, over), load(t, dir)
	if len(seen.Lock) != len(written.Lock) || len(seen.Files) != len(written.Files) {
		t.Errorf("seen %d locked, %d files; written %d, %d", len(seen.Lock), len(seen.Files), len(written.Lock), len(written.Files))
	}
	a, errA := Fingerprint(over)
	b, errB := Fingerprint(dir)
	if a != b || errA != nil || errB != nil {
		t.Errorf("%s %v, %s %v", a, errA, b, errB)
	}
}

func TestHistoryTellsWhatIsWrong(t *testing.T) {
	c := &course.Course{Files: map[string]course.Source{}}
	add := func(version, since string) {
		e := Entry{Version: version, Since: since, Date: "2026-11-23", Fingerprint: strings.Repeat("0", 64)}
		c.Files[entryFile(version)] = course.Source{Text: e.text()}
	}
	add("1.0", "")
	add("2.0", "1.0")
	if got, err := History(c); err != nil || len(got) != 2 {
		t.Fatalf("%v %v", got, err)
	}
	add("2.1", "1.0")
	if _, err := History(c); err == nil {
		t.Error("a fork was accepted")
	}
	delete(c.Files, entryFile("2.1"))
	add("3.0", "2.5")
	if _, err := History(c); err == nil {
		t.Error("a gap was accepted")
	}
	c.Files[entryFile("3.0")] = course.Source{Text: "release: 4.0\n"}
	if _, err := History(c); err == nil {
		t.Error("another version than the file's was accepted")
	}
}

func FuzzParseEntry(f *testing.F) {
	f.Add(Entry{Version: "1", Date: "2026-11-23", Fingerprint: strings.Repeat("0", 64)}.text())
	f.Fuzz(func(t *testing.T, text string) {
		if e, err := parseEntry(text); err == nil {
			if again, err := parseEntry(e.text()); err != nil || again.Version != e.Version {
				t.Fatalf("%v %v", again, err)
			}
		}
	})
}
