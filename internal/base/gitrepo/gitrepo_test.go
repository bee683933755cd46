package gitrepo

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// run runs git in a folder as a person would, at a fixed moment.
func run(t *testing.T, dir, date string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org",
		"GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date, "GIT_CONFIG_GLOBAL="+os.DevNull)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	full := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// repository makes a repository of two commits with a course in a folder of it.
func repository(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	run(t, dir, "2026-01-01T12:00:00-05:00", "init", "-q", "-b", "main")
	write(t, dir, "course/a.en.md", "one\n")
	write(t, dir, "course/modules/é “b”\n.md", "kept\n")
	write(t, dir, "readme", "x")
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "course", "link")); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "2026-01-01T12:00:00-05:00", "add", ".")
	run(t, dir, "2026-01-01T12:00:00-05:00", "commit", "-qm", "first")
	run(t, dir, "2026-01-01T12:00:00-05:00", "tag", "v1")
	write(t, dir, "course/a.en.md", "two\n")
	run(t, dir, "2026-02-03T12:00:00-05:00", "commit", "-qam", "second")
	return dir
}

func TestTreeAtRevision(t *testing.T) {
	dir := repository(t)
	ctx := context.Background()
	repo, err := Open(ctx, filepath.Join(dir, "course"))
	if err != nil {
		t.Fatal(err)
	}
	for rev, want := range map[string]string{"v1": "one\n", "HEAD~1": "one\n", "main": "two\n"} {
		tree, err := repo.Tree(ctx, rev)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := fs.ReadFile(tree, "a.en.md"); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", rev, got, err)
		}
		if _, err := tree.Open("link"); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("a link was followed: %v", err)
		}
	}
}

func TestTreeIsAFileSystem(t *testing.T) {
	dir := repository(t)
	if err := os.Remove(filepath.Join(dir, "course", "link")); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "2026-03-01T00:00:00Z", "commit", "-qam", "third")
	repo, err := Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := repo.Tree(context.Background(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(tree, "course/a.en.md", "readme"); err != nil {
		t.Error(err)
	}
}

func TestLastChangedTakesTheNewestCommitOfEachFile(t *testing.T) {
	dir := repository(t)
	repo, err := Open(context.Background(), filepath.Join(dir, "course"))
	if err != nil {
		t.Fatal(err)
	}
	dates, err := repo.LastChanged(context.Background(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if got := dates["a.en.md"].Format("2006-01-02"); got != "2026-02-03" {
		t.Errorf("a.en.md changed %s", got)
	}
	if _, outside := dates["readme"]; outside || len(dates) < 3 {
		t.Errorf("dates: %v", dates)
	}
}

func TestNothingAPersonTypesBecomesAnOption(t *testing.T) {
	dir := repository(t)
	ctx := context.Background()
	repo, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	leak := filepath.Join(t.TempDir(), "leak")
	for _, rev := range []string{"", "-h", "--help", "--output=" + leak, "--exec=touch " + leak, "--upload-pack=touch " + leak, "HEAD\n--all", "HEAD\x00",
		"no-such", "HEAD^{/x", "main..v1", "^main", "--all", "@{-1", strings.Repeat("a", 5000)} {
		_, err := repo.Tree(ctx, rev)
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("%.40q: %v", rev, err)
		}
	}
	for _, folder := range []string{"../..", "-x", "/etc", "course/a.en.md", "course\x00", ":(top)"} {
		if tree, err := repo.TreeAt(ctx, "HEAD", folder); err == nil && folder != "../.." || tree != nil && tree.nodes["passwd"] != nil {
			t.Errorf("folder %q: %v", folder, err)
		}
	}
	if _, err := os.Stat(leak); err == nil {
		t.Error("a file was written")
	}
}

func TestConfigurationOfTheFolderRunsNothing(t *testing.T) {
	dir := repository(t)
	leak := filepath.Join(t.TempDir(), "leak")
	touch := "touch " + leak
	write(t, dir, ".gitattributes", "* filter=bad diff=bad export-ignore\n")
	run(t, dir, "2026-02-04T12:00:00-05:00", "add", ".gitattributes")
	run(t, dir, "2026-02-04T12:00:00-05:00", "commit", "-qm", "attributes")
	for _, kv := range [][2]string{{"filter.bad.smudge", touch}, {"filter.bad.clean", touch}, {"diff.bad.textconv", touch}, {"diff.external", touch},
		{"core.pager", touch}, {"core.fsmonitor", touch}, {"core.sshCommand", touch}, {"log.showSignature", "true"}, {"gpg.program", touch}} {
		run(t, dir, "2026-02-04T12:00:00-05:00", "config", kv[0], kv[1])
	}
	repo, err := Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := repo.Tree(context.Background(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(tree, "course/a.en.md"); err != nil {
		t.Error("attributes hid a file")
	}
	if _, err := repo.LastChanged(context.Background(), "HEAD"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(leak); err == nil {
		t.Error("the configuration of the folder ran a program")
	}
}

func TestFaultsAreSaidInBothLanguages(t *testing.T) {
	ctx := context.Background()
	if missing := lang.Complete(files); len(missing) > 0 {
		t.Error(missing)
	}
	dir := repository(t)
	outside := t.TempDir()
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(outside))
	repo, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	_, none := Open(ctx, outside)
	_, folder := Open(ctx, filepath.Join(outside, "none"))
	_, state := Resolve(ctx, outside, "v9")
	_, revision := repo.Tree(ctx, "v9")
	_, place := repo.TreeAt(ctx, "v1", "elsewhere")
	t.Setenv("PATH", "")
	_, noGit := Open(ctx, dir)
	for key, err := range map[string]error{"no-repository": none, "no-folder": folder, "no-state": state, "no-revision": revision, "no-path": place, "no-git": noGit} {
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Key != key {
			t.Errorf("want %s, got %v", key, err)
			continue
		}
		for _, tag := range lang.Interfaces() {
			if s := f.Message(tag); strings.ContainsAny(s, "{}") || s == key {
				t.Errorf("%s in %s: %q", key, tag, s)
			}
		}
	}
}

func TestResolveNamesFoldersAndRevisions(t *testing.T) {
	dir := repository(t)
	course := filepath.Join(dir, "course")
	for spec, want := range map[string]string{course: "two\n", "v1": "one\n", "v1:course": "one\n", "HEAD:./": "two\n", "HEAD:.": "two\n"} {
		s, err := Resolve(context.Background(), course, spec)
		if err != nil {
			t.Errorf("%s: %v", spec, err)
			continue
		}
		if got, err := fs.ReadFile(s.FS, "a.en.md"); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", spec, got, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if !Is(course) || Is(t.TempDir()) {
		t.Error("a repository is not told from a folder")
	}
}

func TestAddedIn(t *testing.T) {
	dir := repository(t)
	repo, err := Open(t.Context(), filepath.Join(dir, "course"))
	if err != nil {
		t.Fatal(err)
	}
	first, err := repo.Commit(t.Context(), "v1")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := repo.AddedIn(t.Context(), "a.en.md"); err != nil || got != first {
		t.Errorf("got %s %v, want %s", got, err, first)
	}
	for _, name := range []string{"never.md", "*.md", ":/readme", "--all"} {
		if got, err := repo.AddedIn(t.Context(), name); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}
