package identity

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

const people = "Courriel;Nom;Langue;Rôle;Portée\r\nzoe@example.ca;Zoé O’Neil;fr;reviewer;course/oss\r\n\r\nBen@example.ca;\"Roy; Ben\";en;;\r\n"

// The spreadsheets of governments write all of these.
func TestListsAreReadInEveryEncoding(t *testing.T) {
	coded := map[string][]byte{"UTF-8": []byte(people), "UTF-8 with mark": []byte("\ufeff" + people),
		"commas": []byte(strings.ReplaceAll(strings.ReplaceAll(people, "Roy; ", "Roy, "), ";", ",")), "tabs": []byte(strings.ReplaceAll(strings.ReplaceAll(people, "Roy; ", "Roy, "), ";", "\t"))}
	for name, enc := range map[string]interface {
		encode() ([]byte, error)
	}{
		"Windows-1252": coder(func() ([]byte, error) { return charmap.Windows1252.NewEncoder().Bytes([]byte(people)) }),
		"UTF-16LE with mark": coder(func() ([]byte, error) {
			return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(people))
		}),
		"UTF-16BE": coder(func() ([]byte, error) {
			return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(people))
		}),
		"UTF-16LE": coder(func() ([]byte, error) {
			return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(people))
		}),
	} {
		data, err := enc.encode()
		if err != nil {
			t.Fatal(name, err)
		}
		coded[name] = data
	}
	for name, data := range coded {
		list, err := ReadList(data)
		if err != nil || len(list) != 2 || list[0].Name != "Zoé O’Neil" || list[0].Email != "zoe@example.ca" || *list[0].Grant != (Grant{Reviewer, CourseScope("oss")}) || list[1].Grant != nil || list[1].Line != 4 || list[1].Wrong != nil {
			t.Errorf("%s: %+v, %v", name, list, err)
		}
	}
}

type coder func() ([]byte, error)

func (c coder) encode() ([]byte, error) { return c() }

func TestWhatIsNoListIsRefused(t *testing.T) {
	for name, data := range map[string]string{
		"nothing": "", "no heading": "zoe@example.ca,Zoé\n", "a quote that never ends": "email\n\"zoe", "a picture": "\x89PNG\r\n\x1a\n\x00\x00",
		"too many lines": "email\n" + strings.Repeat("a@b.ca\n", MostListLines+1), "too long": "email\n" + strings.Repeat("x", MostListBytes),
	} {
		if list, err := ReadList([]byte(data)); err == nil {
			t.Errorf("%s: read %d lines", name, len(list))
		}
	}
	list, err := ReadList([]byte("email,name,language,role,scope\nno,x,en,,\na@b.ca,<b>,,,\na@b.ca,Al,de,,\na@b.ca,Al,fr,king,site\na@b.ca,Al,fr,author,moon\nok@b.ca\nOK@b.ca,=1+1\n"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{false, false, false, false, false, true, false} {
		if ok := list[i].Wrong == nil; ok != want {
			t.Errorf("line %d: %+v", list[i].Line, list[i])
		}
	}
}

func TestEnteringAList(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		p.person("zoe@example.ca")
		list, err := ReadList([]byte(people + "Ben@example.ca;;;author;site\r\n"))
		if err != nil {
			t.Fatal(err)
		}
		enter := func(list []Listed, dry bool) (got []Outcome) {
			p.write(func(tx store.Tx) error {
				got = nil
				done, err := p.Enter(tx, "", list, dry)
				for _, l := range done {
					got = append(got, l.Outcome)
				}
				return err
			})
			return got
		}
		count := func() (n int) {
			p.write(func(tx store.Tx) error {
				all, err := p.People(tx, PersonFilter{})
				n = len(all)
				return err
			})
			return n
		}
		want := []Outcome{Granted, Added, Granted}
		if got := enter(list, true); !slices.Equal(got, want) || count() != 1 {
			t.Errorf("a dry run: %v, %d people", got, count())
		}
		wrong := append(slices.Clone(list), Listed{Outcome: Unread, Wrong: fault.New(fault.Invalid, words, "list-twice")})
		if got := enter(wrong, false); !slices.Equal(got, append(slices.Clone(want), Unread)) || count() != 1 {
			t.Errorf("with a wrong line: %v, %d people", got, count())
		}
		if got := enter(list, false); !slices.Equal(got, want) || count() != 2 {
			t.Errorf("done: %v, %d people", got, count())
		}
		if got := enter(list, false); !slices.Equal(got, []Outcome{Present, Present, Present}) {
			t.Errorf("again: %v", got)
		}
	})
}

func FuzzReadList(f *testing.F) {
	f.Add([]byte(people))
	f.Add([]byte("\xff\xfee\x00m\x00"))
	f.Add([]byte("email\tname\n\"a\"\"@b.ca\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ReadList(data)
		if err != nil {
			return
		}
		for _, l := range list {
			if l.Wrong == nil {
				if again, err := ParseEmail(string(l.Email)); err != nil || again != l.Email {
					t.Errorf("line %d: %q", l.Line, l.Email)
				}
			}
		}
	})
}
