// Package gitrepo reads the history of a folder with the git program: the tree at a revision as a file system, and
// the day on which each file last changed.
//
// Words: a revision is what git calls so: a commit, a tag, a branch, HEAD~3. A spec is what a person types to name a
// state of a course: a folder, REV, or REV:path.
//
// Invariants: only read commands are run. Nothing goes over a network, no hook, filter, pager, editor or external
// diff is started, and the configuration of the folder cannot change that. What a person typed never becomes an
// option of git. All output is bounded. Reading a folder that is no repository needs no git.
package gitrepo

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

//go:embed catalogue
var files embed.FS

var words = lang.MustCatalogue(files)

// Bounds on what git may answer.
const (
	maxLog  = 256 << 20 // bytes of a log
	maxLine = 1 << 20   // bytes of other answers
	maxWait = 2 * time.Minute
)

// Repo is a repository, seen from one folder of its work tree.
type Repo struct {
	Root   string // top folder of the work tree
	prefix string // path of the opened folder below Root, with slashes, "" at the top
}

// Open finds the repository that a folder belongs to. The faults are Unavailable when git is not installed, NotFound
// when the folder is in no repository.
func Open(ctx context.Context, dir string) (_ *Repo, err error) {
	defer fault.Wrap(&err, "gitrepo.Open(%q)", dir)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fault.New(fault.NotFound, words, "no-folder", lang.A{"dir": dir}).Because(err)
	}
	out, err := git(ctx, dir, maxLine, "rev-parse", "--show-toplevel", "--show-prefix")
	if err != nil {
		if f, ok := errors.AsType[*fault.Error](err); ok {
			return nil, f
		}
		return nil, fault.New(fault.NotFound, words, "no-repository", lang.A{"dir": dir}).Because(err)
	}
	root, prefix, _ := strings.Cut(strings.TrimRight(string(out), "\n"), "\n")
	return &Repo{Root: filepath.FromSlash(root), prefix: strings.TrimSuffix(prefix, "/")}, nil
}

// Is says whether a folder belongs to a repository. It needs no git: it looks for .git on the way up.
func Is(dir string) bool {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	for {
		if _, err := os.Lstat(filepath.Join(abs, ".git")); err == nil {
			return true
		}
		up := filepath.Dir(abs)
		if up == abs {
			return false
		}
		abs = up
	}
}

// dir is the folder in which git is run.
func (r *Repo) dir() string { return filepath.Join(r.Root, filepath.FromSlash(r.prefix)) }

var fullHash = regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)

// Commit is the full hash of the commit that a revision names; a NotFound fault when it names none.
func (r *Repo) Commit(ctx context.Context, rev string) (hash string, err error) {
	defer fault.Wrap(&err, "gitrepo.Commit(%q)", rev)
	if rev == "" || strings.ContainsAny(rev, "\x00\n") || len(rev) > 1024 {
		return "", fault.New(fault.NotFound, words, "no-revision", lang.A{"rev": shown(rev)})
	}
	out, err := git(ctx, r.dir(), maxLine, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return "", f
	}
	// git 2.30 and older repeat --end-of-options in the answer; the hash is the last line.
	lines := strings.Fields(string(out))
	if err != nil || len(lines) == 0 || !fullHash.MatchString(lines[len(lines)-1]) {
		return "", fault.New(fault.NotFound, words, "no-revision", lang.A{"rev": shown(rev)}).Because(err)
	}
	return lines[len(lines)-1], nil
}

// shown is foreign text as it may stand in a message.
func shown(s string) string {
	const most = 80
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// safe is set before every command: no hooks, no programs that configuration names, no network.
var safe = []string{
	"--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs",
	"-c", "core.hooksPath=" + os.DevNull, "-c", "core.fsmonitor=false", "-c", "core.pager=cat", "-c", "core.attributesFile=" + os.DevNull,
	"-c", "protocol.allow=never", "-c", "diff.external=", "-c", "log.showSignature=false", "-c", "core.quotePath=false",
}

// environment is what git sees: the process's own without the variables that steer git, and none that ask a person.
func environment() []string {
	env := []string{"LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_ASKPASS=", "SSH_ASKPASS="}
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if strings.HasPrefix(name, "GIT_") || strings.HasPrefix(name, "LC_") || name == "LANG" || name == "SSH_ASKPASS" {
			continue
		}
		env = append(env, kv)
	}
	return env
}

// git runs one read command in a folder and returns at most limit bytes of its answer.
func git(ctx context.Context, dir string, limit int64, args ...string) ([]byte, error) {
	var out []byte
	err := stream(ctx, dir, nil, func(r io.Reader) (err error) {
		out, err = io.ReadAll(io.LimitReader(r, limit+1))
		if err == nil && int64(len(out)) > limit {
			err = fault.New(fault.TooLarge, words, "too-large", lang.A{"most": int(limit >> 20)})
		}
		return err
	}, args...)
	return out, err
}

// stream runs one read command, gives it ask on its input and hands its answer to read as it comes. When read fails
// git is stopped, and that failure is returned.
func stream(ctx context.Context, dir string, ask io.Reader, read func(io.Reader) error, args ...string) error {
	program, err := exec.LookPath("git")
	if err != nil {
		return fault.New(fault.Unavailable, words, "no-git").Because(err)
	}
	ctx, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, append(append([]string{}, safe...), args...)...)
	cmd.Dir = dir
	cmd.Stdin = ask
	cmd.Env = environment()
	cmd.WaitDelay = 5 * time.Second
	var complaint bytes.Buffer
	cmd.Stderr = &limited{w: &complaint, left: 4096}
	answer, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fault.New(fault.Unavailable, words, "no-git").Because(err)
	}
	readErr := read(answer)
	if readErr != nil {
		cancel()
	}
	waitErr := cmd.Wait()
	switch {
	case waitErr != nil && strings.Contains(complaint.String(), "dubious ownership"):
		return fault.New(fault.Forbidden, words, "not-trusted", lang.A{"dir": dir}).Because(errors.New(complaint.String()))
	case waitErr != nil && complaint.Len() > 0 && ctx.Err() == nil:
		return fmt.Errorf("git %s: %w: %s", args[0], waitErr, strings.TrimSpace(complaint.String()))
	case readErr != nil:
		return readErr
	case waitErr != nil:
		return fmt.Errorf("git %s: %w", args[0], waitErr)
	}
	return nil
}

// limited keeps the first bytes written to it and takes the rest without keeping it.
type limited struct {
	w    io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	keep := p[:min(len(p), l.left)]
	l.left -= len(keep)
	if _, err := l.w.Write(keep); err != nil {
		return 0, err
	}
	return len(p), nil
}
