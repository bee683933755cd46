// Package evidence asks judges about a build and keeps what they said in a signed file.
//
// Words: a judge is a program of others (EPUBCheck, a schema validator), or rules of ours, that looks at files of a
// build; a verdict is what it said of one file. Evidence is a statement, signed by whoever asked, that names the
// build by the checksum of its release.json and gives every verdict.
//
// Invariants: a judge that is not installed is named and never counts as passed. Evidence is beside the build and not
// in it: the build does not change, whatever is said of it later. Judges run as programs of this machine, without a
// network as far as we can ask them, within a bound of time.
package evidence

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Verdict is what a judge said of a file.
type Verdict struct {
	Judge    string   `json:"judge"`
	Version  string   `json:"version,omitempty"`
	Ours     bool     `json:"ours,omitempty"` // the rules were written for Atelier
	File     string   `json:"file"`           // below the build; a folder for judges of whole folders
	Errors   int      `json:"errors"`
	Warnings int      `json:"warnings"`
	Says     []string `json:"says,omitempty"` // the first of what it said
	Failed   string   `json:"failed,omitempty"`
}

// Passed says that the judge looked at the file and found no error.
func (v Verdict) Passed() bool { return v.Errors == 0 && v.Failed == "" }

// Findings are all verdicts on a build.
type Findings struct {
	Verdicts []Verdict `json:"verdicts"` // by judge, then file
	Absent   []string  `json:"absent"`   // judges that are not installed, of those that had something to look at
}

// Errors counts the errors of all verdicts; a judge that could not finish counts as one.
func (f Findings) Errors() (n int) {
	for _, v := range f.Verdicts {
		n += v.Errors
		if v.Failed != "" {
			n++
		}
	}
	return n
}

// Options say how judges are asked.
type Options struct {
	Schemas  string        // folder of the schemas that XML is validated against; may be empty
	Only     []string      // names of judges; all when empty
	Wait     time.Duration // the longest that one judge may take over one file; 5 minutes when zero
	Progress func(done, total int, what string)
}

// tool is a judge found on this machine.
type tool struct {
	version string
	look    func(ctx context.Context, build Build, file string) (Verdict, error)
}

// judge is one judge.
type judge struct {
	name  string
	ours  bool
	files func(b Build) []string // what it looks at
	find  func(ctx context.Context, o Options) (tool, bool)
}

// Names are the names of all judges.
func Names() []string {
	var out []string
	for _, j := range judges {
		out = append(out, j.name)
	}
	return out
}

// Ask asks every judge that is installed about every file it looks at. Its error is the context's.
func Ask(ctx context.Context, b Build, o Options) (Findings, error) {
	if o.Wait == 0 {
		o.Wait = 5 * time.Minute
	}
	out := Findings{Verdicts: []Verdict{}, Absent: []string{}}
	var tasks []task
	for _, j := range judges {
		files := j.files(b)
		if len(files) == 0 || len(o.Only) > 0 && !slices.Contains(o.Only, j.name) {
			continue
		}
		t, ok := j.find(ctx, o)
		if !ok {
			out.Absent = append(out.Absent, j.name)
			continue
		}
		for _, file := range files {
			tasks = append(tasks, task{j, t, file})
		}
	}
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, runtime.GOMAXPROCS(0)))
	for _, t := range tasks {
		g.Go(func() error {
			v := t.ask(ctx, b, o.Wait)
			mu.Lock()
			defer mu.Unlock()
			out.Verdicts = append(out.Verdicts, v)
			if o.Progress != nil {
				o.Progress(len(out.Verdicts), len(tasks), t.judge.name+" "+t.file)
			}
			return ctx.Err()
		})
	}
	err := g.Wait()
	slices.SortFunc(out.Verdicts, func(a, b Verdict) int {
		return strings.Compare(a.Judge+"\x00"+a.File, b.Judge+"\x00"+b.File)
	})
	return out, err
}

// task is one judge to ask about one file.
type task struct {
	judge judge
	tool  tool
	file  string
}

// mostSaid is how many sentences of a judge are kept.
const mostSaid = 8

func (t task) ask(ctx context.Context, b Build, wait time.Duration) Verdict {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	v, err := t.tool.look(ctx, b, t.file)
	v.Judge, v.Version, v.Ours, v.File = t.judge.name, t.tool.version, t.judge.ours, t.file
	if err != nil {
		v.Failed = err.Error()
	}
	if len(v.Says) > mostSaid {
		v.Says = v.Says[:mostSaid]
	}
	return v
}
