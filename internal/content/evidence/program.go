package evidence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// most is how many bytes of a judge's answer are read.
const most = 32 << 20

// answer is what a program printed and how it ended.
type answer struct {
	out, err string
	code     int
}

// run runs a program in a folder and reads what it says. An exit code that is not zero is an answer; the error is for
// a program that could not run or did not end.
func run(ctx context.Context, dir string, args ...string) (answer, error) {
	return runWith(ctx, dir, nil, args...)
}

// runWith is run with more in the environment.
func runWith(ctx context.Context, dir string, extra []string, args ...string) (answer, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), extra...)
	var out, errs bounded
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	a := answer{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && ctx.Err() == nil {
		err = nil
	}
	if err != nil {
		return a, fmt.Errorf("%s: %w", filepath.Base(args[0]), errors.Join(err, ctx.Err()))
	}
	return a, nil
}

// bounded keeps the first bytes of what is written.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if room := most - b.Len(); room > 0 {
		b.Buffer.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}

// program finds a program by name: on the path, or among the npm packages of the folder we stand in or one above it.
func program(name string) (string, bool) {
	if file, err := exec.LookPath(name); err == nil {
		return file, true
	}
	dir, err := os.Getwd()
	for err == nil {
		file := filepath.Join(dir, "node_modules", ".bin", name)
		if _, err := os.Stat(file); err == nil {
			return file, true
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return "", false
}

var versionNumber = regexp.MustCompile(`\d+\.\d+(\.\d+)?[-.\w]*|\d{5,}`)

// versionOf asks a program for its version and takes the first number that looks like one.
func versionOf(ctx context.Context, args ...string) string {
	a, err := run(ctx, "", args...)
	if err != nil {
		return ""
	}
	return versionNumber.FindString(a.out + " " + a.err)
}

// lines is the lines of a text that say something.
func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
