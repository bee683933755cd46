package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"atelier/internal/base/lang"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"atelier": main})
}

// Scripts in testdata/script tell the command line as its users meet it.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LC_ALL", "en_CA.UTF-8")
			env.Setenv("SHIPPED", filepath.Join(root, "courses", "open-source-in-government"))
			env.Setenv("TRILINGUAL", filepath.Join(root, "internal", "content", "course", "testdata", "trilingual"))
			env.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			return nil
		},
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"copytree": copyTree, "exits": exits, "sametree": sameTree},
		UpdateScripts: os.Getenv("UPDATE") != "",
	})
}

// exits N COMMAND...: the command ends with exit code N.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if err != nil {
		code = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

// copytree FROM TO copies a folder.
func copyTree(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

// sametree A B: two folders hold the same files with the same bytes.
func sameTree(ts *testscript.TestScript, not bool, args []string) {
	a, b := tree(ts, args[0]), tree(ts, args[1])
	same := len(a) == len(b)
	for name, text := range a {
		if b[name] != text {
			same = false
			if !not {
				ts.Logf("%s differs", name)
			}
		}
	}
	if same == not {
		ts.Fatalf("%d and %d files; same: %v", len(a), len(b), same)
	}
}

func tree(ts *testscript.TestScript, dir string) map[string]string {
	out := map[string]string{}
	base := ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(base, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(base, name)
		out[rel] = string(data)
		return err
	}))
	return out
}

func TestWordsAreComplete(t *testing.T) {
	for _, missing := range lang.Complete(wordFiles) {
		t.Error(missing)
	}
	for _, key := range helpKeys {
		if !words.Has(lang.French, "help."+key) {
			t.Errorf("no French help for %s", key)
		}
	}
}

func TestHelpOfEveryCommandInBothLanguages(t *testing.T) {
	for _, locale := range []string{"en_CA.UTF-8", "fr_CA.UTF-8"} {
		for _, name := range []string{"serve", "build", "check", "fmt", "parity", "diff", "export", "new", "version"} {
			var out, errs strings.Builder
			code := run(context.Background(), []string{name, "--help"}, &out, &errs, func(k string) string {
				if k == "LC_ALL" {
					return locale
				}
				return ""
			})
			if code != 0 || !strings.Contains(out.String(), "atelier "+name) || strings.Contains(out.String(), "help.") {
				t.Errorf("%s %s: %d %s %s", locale, name, code, out.String(), errs.String())
			}
		}
	}
}
