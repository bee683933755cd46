package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/people/identity"
	"atelier/internal/site"
)

func TestMain(m *testing.M) {
	testscript.Main(withServers{m}, map[string]func(){"atelier": main})
}

// withServers stops the database server of the tests after them.
type withServers struct{ m *testing.M }

func (w withServers) Run() int { return pgtest.Main(w.m) }

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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"copytree": copyTree, "exits": exits, "sametree": sameTree,
			"learned": learned, "person": person, "blob": putBlob, "damage": damage,
			"database": func(ts *testscript.TestScript, _ bool, args []string) { ts.Setenv(args[0], pgtest.New(t)) }},
		Condition: func(word string) (bool, error) {
			found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
			return word == "postgresql" && len(found) > 0, err
		},
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
		for _, name := range []string{"serve", "build", "check", "fmt", "parity", "diff", "export", "new", "version", "statements"} {
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

// learned DIR N: a site keeps N answers of a learner in a data folder.
func learned(ts *testscript.TestScript, _ bool, args []string) {
	course, err := findCourse("")
	ts.Check(err)
	s, err := site.New(context.Background(), site.Options{Course: course.fs, Data: ts.MkAbs(args[0]), Version: "test", Log: slog.New(slog.DiscardHandler)})
	ts.Check(err)
	server := httptest.NewServer(s.Handler())
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	l := &learner{client: &http.Client{Jar: jar}}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	for range n {
		if status, err := l.answer(server.URL + "/"); err != nil || status != http.StatusOK {
			ts.Fatalf("%d %v", status, err)
		}
	}
	s.Stop()
	server.Close()
	ts.Check(s.Close())
}

// person DIR ADDRESS ROLE: somebody with an account holds a role on the site of a data folder.
func person(ts *testscript.TestScript, _ bool, args []string) {
	db, err := site.OpenStore(context.Background(), ts.MkAbs(args[0]), "")
	ts.Check(err)
	who := identity.New(db, clock.System{})
	ts.Check(db.Write(context.Background(), func(tx store.Tx) error {
		p, err := who.CreatePerson(tx, "", identity.Person{Name: "A", Email: identity.Email(args[1]), Language: lang.English})
		if err != nil {
			return err
		}
		return who.Give(tx, "", p.ID, identity.Grant{Role: identity.Role(args[2]), Scope: identity.SiteScope})
	}))
	ts.Check(db.Close())
}

// blob DIR TEXT: a file with that text is kept in a place of files.
func putBlob(ts *testscript.TestScript, _ bool, args []string) {
	s, err := blob.At(ts.MkAbs(args[0]))
	ts.Check(err)
	_, _, err = s.Put(context.Background(), strings.NewReader(args[1]))
	ts.Check(err)
	ts.Check(s.Close())
}

// damage FILE: a bit in the middle of a file is another.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	data[len(data)/2] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}
