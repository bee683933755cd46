// Command bench measures Atelier against references that run in the same minutes on the same machine, and prints one
// table: what was measured, beside what, and the bar that docs/performance.md sets. A figure alone says more about the
// machine than about the program, so wherever there is something to divide by, the ratio is what counts.
//
// It starts the program from outside, as a person would, and sends requests to loopback only, bounded in count and time.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// figure is one line of the table.
type figure struct {
	what, measured, beside, ratio, bar string
	missed                             bool
}

// bench is one run.
type bench struct {
	program string
	self    string
	folder  string
	lessons int
	figures []figure
}

func main() {
	program := flag.String("atelier", "out/bin/atelier", "the program to measure")
	pages := flag.Int("pages", 6000, "pages of the generated course, both languages together")
	only := flag.String("only", "", "build, editions or serve; all when empty")
	flag.Parse()
	if err := asReference(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(4)
	}
	if flag.NArg() > 0 {
		return
	}
	if err := run(*program, *pages, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(4)
	}
}

// asReference is what this program does when it was started as one of the references.
func asReference(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "reference-build":
		return referenceBuild(args[1], args[2])
	case len(args) == 4 && args[0] == "reference-serve":
		return referenceServe(args[1], args[2], args[3])
	case len(args) > 0:
		return fmt.Errorf("unknown: %s", strings.Join(args, " "))
	}
	return nil
}

func run(program string, pages int, only string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "atelier-bench-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	program, err = filepath.Abs(program)
	if err != nil {
		return err
	}
	b := &bench{program: program, self: self, folder: folder, lessons: max(1, pages/2)}
	for _, part := range []struct {
		name    string
		measure func() error
	}{{"build", b.building}, {"editions", b.editions}, {"serve", b.serving}} {
		if only != "" && only != part.name {
			continue
		}
		if err := part.measure(); err != nil {
			return err
		}
	}
	b.print()
	return nil
}

func (b *bench) note(f figure) { b.figures = append(b.figures, f) }

func (b *bench) print() {
	fmt.Println("| what | measured | beside | ratio | bar | |")
	fmt.Println("|---|---|---|---|---|---|")
	for _, f := range b.figures {
		verdict := ""
		switch {
		case f.missed:
			verdict = "missed"
		case f.bar != "":
			verdict = "met"
		}
		fmt.Printf("| %s | %s | %s | %s | %s | %s |\n", f.what, f.measured, f.beside, f.ratio, f.bar, verdict)
	}
}

// cost is what a command used.
type cost struct {
	cpu, wall time.Duration
	peak      int64 // bytes
}

func (c cost) String() string {
	return fmt.Sprintf("%.2f s CPU, %.2f s, %s", c.cpu.Seconds(), c.wall.Seconds(), mebibytes(c.peak))
}

func costOf(program string, args ...string) (cost, error) {
	cmd := exec.Command(program, args...)
	var errs strings.Builder
	cmd.Stderr = &errs
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return cost{}, fmt.Errorf("%s %s: %w\n%s", filepath.Base(program), strings.Join(args, " "), err, errs.String())
	}
	return cost{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall: time.Since(start), peak: peakOf(cmd.ProcessState)}, nil
}

func mebibytes(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/(1<<20)) }
