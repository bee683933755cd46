package privacy

import (
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

const sound = `tables:
  mail_choice:
    what: { en: Choices, fr: Choix }
    purpose: messages
    basis: service
    sees: [self]
    kept: { en: "{days} days", fr: "{days} jours" }
    claim: { none: keyed by person }
    export: rows
    erase: { by: blank, keeps: { en: A row, fr: Une rangée } }
    retain: { by: rows, from: day, days: 30 }
    columns:
      person: pseudonym person
      note: { is: personal text, example: "{mark}" }
      day: technical
`

func room(yaml string) store.Migrations {
	return store.Migrations{Room: "mail", Files: fstest.MapFS{"privacy.yaml": {Data: []byte(yaml)}}}
}

func TestRead(t *testing.T) {
	inv, err := Read(room(sound))
	if err != nil {
		t.Fatal(err)
	}
	got, ok := inv.Table("mail_choice")
	if !ok || !got.About() || got.Where != "database" || got.Retain.Days != 30 || got.Retain.From != "day" || got.Claim.None[lang.English] == "" {
		t.Errorf("read %+v", got)
	}
	if c := got.Columns["note"]; c != (Column{Class: Personal, Text: true, Example: "{mark}"}) {
		t.Errorf("note is %+v", c)
	}
	if person, actor := got.Links(); len(person) != 1 || len(actor) != 0 {
		t.Errorf("links %v %v", person, actor)
	}
	if _, ok := inv.Table("store_migration"); !ok {
		t.Error("the store's own tables are missing")
	}
}

func TestWhatIsLeftUnsaidIsRefused(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"mail_choice", "choice", "does not start with mail_"},
		{"fr: Choix", "fr: ''", "what: say in en and fr"},
		{"purpose: messages", "purpose: fun", "purpose: one of"},
		{"basis: service", "", "basis: one of"},
		{"[self]", "[boss]", `"boss" is none of`},
		{"{ none: keyed by person }", "rows", "wants a column that is marked actor"},
		{"export: rows", "", "export: who does it"},
		{"export: rows", "export: blank", "blank is an answer of erase alone"},
		{", fr: Une rangée", "", "erase: say in en and fr"},
		{"from: day", "from: night", "retain: by rows wants"},
		{"person: pseudonym person", "person: pseudonym", "wants a column that is marked person or actor"},
		{"day: technical", "day: nothing", "its class is one of"},
		{"day: technical", "day: technical round", `"round" is none of`},
		{"day: technical", "day:", "column day: its class is one of"},
		{"sees:", "seen:", "unknown field"},
	} {
		if _, err := Read(room(strings.Replace(sound, c.from, c.to, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s as %q: got %v, want %q", c.from, c.to, err, c.want)
		}
	}
	if _, err := Read(store.Migrations{Room: "mail", Files: fstest.MapFS{}}); err == nil || !strings.Contains(err.Error(), "//go:embed migrations privacy.yaml") {
		t.Errorf("without a file: %v", err)
	}
	if _, err := Read(room(sound), room(sound)); err == nil {
		t.Error("a table twice is taken")
	}
}

func TestCompareSaysWhatToWrite(t *testing.T) {
	inv, err := Read(room(sound))
	if err != nil {
		t.Fatal(err)
	}
	column := func(names ...string) (out []store.Column) {
		for _, n := range names {
			out = append(out, store.Column{Name: n})
		}
		return out
	}
	gaps := Compare(inv, []store.Table{
		{Name: "mail_choice", Columns: column("person", "note", "hobby")},
		{Name: "mail_other", Columns: column("x")},
		{Name: "store_migration", Columns: column("name", "checksum", "applied")},
	})
	all := strings.Join(gaps, "\n")
	for _, want := range []string{"      hobby: technical", "lacks the table mail_other", "      x: technical|personal", "column day of mail_choice, which does not exist"} {
		if !strings.Contains(all, want) {
			t.Errorf("the gaps lack %q:\n%s", want, all)
		}
	}
	if len(gaps) != 3 {
		t.Errorf("%d gaps, want 3", len(gaps))
	}
	if gaps := Compare(inv, []store.Table{{Name: "mail_choice", Columns: column("person", "note", "day")}}); len(gaps) != 1 || !strings.Contains(gaps[0], "store_migration, which does not exist") {
		t.Errorf("got %v", gaps)
	}
}
