package evidence

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"atelier/internal/content/course"
	"atelier/internal/content/editions"
	"atelier/internal/content/publish"
	"atelier/internal/standard/intoto"
)

// built is a build of the small course on the disk.
func built(t *testing.T, only ...string) string {
	t.Helper()
	var src fs.FS = os.DirFS("../publish/testdata/course")
	c, _, err := course.Load(src)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	out, err := publish.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := editions.All.Build(t.Context(), c, publish.Options{Only: only, Out: out, Source: src}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t *testing.T, dir string) Build {
	t.Helper()
	b, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEvidenceIsKeptAndRead(t *testing.T) {
	dir := built(t, publish.EditionText)
	b := open(t, dir)
	found, err := Ask(t.Context(), b, Options{Only: []string{"checksums"}})
	if err != nil || len(found.Verdicts) != 1 || found.Errors() != 0 {
		t.Fatalf("%+v %v", found, err)
	}
	if _, err := Read(b); !errors.Is(err, ErrNone) {
		t.Errorf("before: %v", err)
	}
	file := filepath.Join(t.TempDir(), "sub", "key.pem")
	key, made, err := Key(file)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read the key: %v %v", info.Mode(), err)
	}
	again, made, err := Key(file)
	if err != nil || made || !again.Equal(key) {
		t.Errorf("the key was not read again: %v %v", made, err)
	}
	if err := Keep(b, found, "2026-11-23", key); err != nil {
		t.Fatal(err)
	}
	e, err := Read(b)
	if err != nil || e.Result != intoto.Passed || e.Asked != "2026-11-23" || len(e.Judges) != 1 || e.Judges[0].Files != 1 || !e.Judges[0].Ours {
		t.Errorf("%+v %v", e, err)
	}
	b.Digest = strings.Repeat("0", 64)
	if _, err := Read(b); !errors.Is(err, ErrOther) {
		t.Errorf("of another build: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, File), []byte(`{"payload":"e30=","payloadType":"x","signatures":[]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(open(t, dir)); !errors.Is(err, intoto.ErrSignature) {
		t.Errorf("unsigned: %v", err)
	}
}

func TestChangedFilesAreFound(t *testing.T) {
	dir := built(t, publish.EditionText)
	b := open(t, dir)
	if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(b.Files[0])), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, filepath.FromSlash(b.Files[1]))); err != nil {
		t.Fatal(err)
	}
	found, err := Ask(t.Context(), b, Options{Only: []string{"checksums"}})
	if err != nil || found.Errors() != 2 || !slices.Equal(found.Verdicts[0].Says, b.Files[:2]) {
		t.Errorf("%+v %v", found, err)
	}
	if s := Statement(b, found, "2026-11-23"); s.Predicate.Result != intoto.Failed || len(s.Predicate.FailedTests) != 1 {
		t.Errorf("%+v", s.Predicate)
	}
}

func TestAbsentJudgesNeverCountAsPassed(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Chdir(t.TempDir())
	b := Build{Dir: t.TempDir(), Files: []string{"pdf/a.pdf"}}
	found, err := Ask(t.Context(), b, Options{Only: []string{"qpdf", "verapdf"}})
	if err != nil || !slices.Equal(found.Absent, []string{"qpdf", "verapdf"}) || len(found.Verdicts) != 0 {
		t.Errorf("%+v %v", found, err)
	}
	s := Statement(b, found, "2026-11-23")
	if len(s.Predicate.PassedTests) != 0 || len(s.Predicate.Configuration) != 2 {
		t.Errorf("%+v", s.Predicate)
	}
}

func TestJudgesThatDoNotEndFail(t *testing.T) {
	slow := judge{name: "slow"}
	tool := tool{look: func(ctx context.Context, _ Build, _ string) (Verdict, error) {
		_, err := run(ctx, "", "sleep", "60")
		return Verdict{}, err
	}}
	v := task{slow, tool, "x"}.ask(t.Context(), Build{}, 1)
	if v.Passed() || v.Failed == "" {
		t.Errorf("%+v", v)
	}
}

func TestNoBuild(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(dir); !errors.Is(err, ErrNoBuild) {
		t.Errorf("empty folder: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, publish.ReleaseFile), []byte(`{"files":{"../x":"00"}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); !errors.Is(err, ErrNoBuild) {
		t.Errorf("a path that leaves: %v", err)
	}
}
