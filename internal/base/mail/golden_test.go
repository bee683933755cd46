package mail

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// accept writes what is drawn as what is wanted.
var accept = flag.Bool("accept", false, "take the messages as they are for those wanted")

var leaveSecret = regexp.MustCompile(`key=[\w-]{43}`)

// The messages as people read them, in testdata/letters.
func TestLetters(t *testing.T) {
	for name, write := range map[string]func(b *bench){
		"code-en":   func(b *bench) { b.send(b.code("en")) },
		"code-both": func(b *bench) { b.send(b.code("")) },
		"answer-fr": func(b *bench) { b.send(b.answer()) },
		"answer-en": func(b *bench) { m := b.answer(); m.Language = "en"; b.send(m) },
		"digest-both": func(b *bench) {
			b.write(func(tx store.Tx) error { return b.Choose(tx, "p-1", "", Daily) })
			for _, who := range []string{"Ana López", "ᐊᓇ"} {
				m := b.answer()
				m.Language, m.Topic, m.Link, m.Links, m.Args = "", "", "", lang.Text{"en": "/en/round/3/", "fr": "/fr/ronde/3/"}, lang.A{"who": who, "text": "Je suis d’accord."}
				b.send(m)
			}
			b.clock.Advance(24 * time.Hour)
			b.drain()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			office := newPostOffice(t)
			b := newBench(t, newDB(t), office.url)
			write(b)
			b.drain()
			head, parts := office.last(t)
			for kind, ext := range map[string]string{"text/plain": "txt", "text/html": "html"} {
				got := parts[kind]
				if kind == "text/plain" {
					got = "Subject: " + decoded(t, head.Get("Subject")) + "\n\n" + got
				}
				compare(t, filepath.Join("testdata", "letters", name+"."+ext), leaveSecret.ReplaceAllString(got, "key=SECRET"))
			}
		})
	}
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if *accept {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-accept takes it):\n%s", file, diff)
	}
}
