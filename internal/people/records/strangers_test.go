package records

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// mailed knows one person, by actor and address.
type mailed struct {
	actor identity.Actor
	email string
}

func (m mailed) PersonByActor(_ store.Tx, a identity.Actor) (identity.Person, error) {
	p := identity.Person{Actor: a}
	if a == m.actor {
		p.Email = identity.Email(m.email)
	}
	return p, nil
}

// What other programs told of somebody, by the account of this site or by their address, is
// given out whole and erased with the rest; what they told of others stays.
func TestForeignStatementsOfAPerson(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		r.Know(mailed{"someone", "ana@example.com"})
		account := `{"name":"Ana","account":{"homePage":"http://localhost/","name":"someone"}}`
		byMail := `{"name":"Ana","mbox":"mailto:ana@example.com"}`
		const data = "her essay"
		first := strings.Replace(said(firstID, "x", "did", "urn:x:1", `"result":{"response":"her words","success":true}`), `{"mbox":"mailto:x@example.com"}`, account, 1)
		second := strings.Replace(said(secondID, "x", "did", "urn:x:1", attached("http://example.com/u", "text/plain", data)), `{"mbox":"mailto:x@example.com"}`, byMail, 1)
		third := said(thirdID, "b", "did", "urn:x:1", `"result":{"response":"his words"},"context":{"instructor":{"name":"Ana","mbox":"mailto:Ana@Example.com"}}`)
		body, media := mixedBody(t, "["+first+","+second+","+third+"]", [2]string{digest(data), data})
		p.want(http.StatusOK, version1, http.MethodPost, "/statements", body, "Content-Type", media)

		p.want(http.StatusNoContent, version1, http.MethodPut, "/agents/profile?profileId=p&agent=%7B%22mbox%22%3A%22mailto%3AAna%40Example.com%22%7D", "x", "If-None-Match", "*", "Content-Type", "text/plain")

		told := func() string {
			t.Helper()
			var kept []identity.Kept
			err := db.Read(t.Context(), func(tx store.Tx) (err error) {
				kept, err = r.Export(tx, "someone")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range kept {
				if k.Key == "told" {
					data, err := json.Marshal(k.Data)
					if err != nil || k.Count != strings.Count(string(data), `"stored"`) {
						t.Fatal(err, k.Count)
					}
					return string(data)
				}
			}
			t.Fatal("nothing is told")
			return ""
		}
		if got := told(); strings.Count(got, `"stored"`) != 3 || !strings.Contains(got, "her words") {
			t.Errorf("exported: %s", got)
		}
		write(t, db, func(tx store.Tx) error { return r.Erase(tx, "someone") })
		r.Know(mailed{})
		got := p.want(http.StatusOK, version1, http.MethodGet, "/statements?attachments=true", "").body
		for _, gone := range []string{"her words", "ana@example.com", "Ana@Example.com", "Ana", data} {
			if strings.Contains(got, gone) {
				t.Errorf("%q is still there: %s", gone, got)
			}
		}
		for _, stays := range []string{"his words", `"success":true`, "mailto:b@example.com"} {
			if !strings.Contains(got, stays) {
				t.Errorf("%q is gone: %s", stays, got)
			}
		}
		if got := told(); strings.Count(got, `"stored"`) != 3 {
			t.Errorf("after erasing: %s", got)
		}
		for _, address := range []string{"ana%40example.com", "Ana%40Example.com"} {
			agent := "agent=%7B%22mbox%22%3A%22mailto%3A" + address + "%22%7D"
			if got, _ := p.ids(version1, "related_agents=true&"+agent); got != "" {
				t.Errorf("found by %s: %s", address, got)
			}
			if got := p.want(http.StatusOK, version1, http.MethodGet, "/agents?"+agent, "").body; strings.Contains(got, `"name"`) {
				t.Errorf("%s has a name: %s", address, got)
			}
			if got := p.ask("all", version1, http.MethodGet, "/agents/profile?profileId=p&"+agent, ""); got.status != http.StatusNotFound {
				t.Errorf("%s has a document: %d", address, got.status)
			}
		}
	})
}

// What somebody attached to a sub-statement is gone with it; what the one who told of it
// attached stays.
func TestAttachmentsOfASubStatement(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		r.Know(mailed{"someone", "ana@example.com"})
		const hers, his = "her essay", "his remarks"
		inner := said("", "ana", "did", "urn:x:1", attached("http://example.com/u", "text/plain", hers))
		s := strings.Replace(said(firstID, "b", "saw", "urn:x", attached("http://example.com/u", "text/plain", his)), `{"id":"urn:x"}`, `{"objectType":"SubStatement",`+inner[1:], 1)
		body, media := mixedBody(t, s, [2]string{digest(hers), hers}, [2]string{digest(his), his})
		p.want(http.StatusOK, version1, http.MethodPost, "/statements", body, "Content-Type", media)
		write(t, db, func(tx store.Tx) error { return r.Erase(tx, "someone") })
		got := p.want(http.StatusOK, version1, http.MethodGet, "/statements?attachments=true", "").body
		if strings.Contains(got, hers) || !strings.Contains(got, his) {
			t.Error(got)
		}
	})
}

// Foreign statements never count as progress: whoever reads what this site wrote does not
// see them.
func TestForeignStatementsAreNotOurs(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		s := strings.Replace(said(firstID, "x", "did", "urn:x:1", ""), `{"mbox":"mailto:x@example.com"}`, `{"account":{"homePage":"http://localhost/","name":"someone"}}`, 1)
		p.post(version2, s)
		if got := read(t, r, db, "someone", 0, 10); len(got) != 0 {
			t.Errorf("%+v", got)
		}
	})
}

// Statements from before there was an index are found, by when they were stored, and their
// order stays.
func TestOldStatementsAreIndexed(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		write(t, db, func(tx store.Tx) error {
			for i, id := range []string{firstID, secondID, thirdID} {
				s := answered("q1", "x")
				s.ID, s.Actor, s.Version = id, xapi.Agent("http://localhost/", "someone"), xapi.Version
				s.Stored = time.Date(2025, 1, 1, 12, 0, i/2, 0, time.UTC)
				s.Timestamp = s.Stored
				body, err := json.Marshal(s)
				if err != nil {
					return err
				}
				if _, err := tx.Exec("INSERT INTO records_statement (seq, id, owner, body) VALUES (?, ?, ?, ?)", i+1, id, "someone", string(body)); err != nil {
					return err
				}
			}
			return nil
		})
		p.post(version1, said("fd41c918-b88b-4b20-a0a5-a4c323910009", "a", "did", "urn:x:course#q1", ""))
		for query, want := range map[string]string{"activity=urn:x:course%23q1": "9321", "until=2025-01-01T12:00:00Z": "21", "ascending=true&since=2025-01-01T12:00:00Z": "39"} {
			if got, _ := p.ids(version1, query); got != want {
				t.Errorf("%s: %s", query, got)
			}
		}
		if got := read(t, r, db, "someone", 0, 10); len(got) != 3 || got[0].ID != firstID {
			t.Errorf("%+v", got)
		}
	})
}

// A database says under which home page its accounts are, whoever wrote into it last.
func TestHomePageOfADatabase(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		home := func() (home string) {
			t.Helper()
			write(t, db, func(tx store.Tx) (err error) {
				home, err = HomePage(tx)
				return err
			})
			return home
		}
		if got := home(); got != "" {
			t.Errorf("an empty database has %q", got)
		}
		p.want(http.StatusOK, version1, http.MethodPost, "/statements", said(firstID, "x", "did", "urn:x:1", ""), "Content-Type", "application/json")
		if got := home(); got != "http://localhost/" {
			t.Errorf("told by a program: %q", got)
		}
		moved := New(r.clock, r.ids, "https://course.example.ca/")
		p.clock.Advance(time.Hour)
		write(t, db, func(tx store.Tx) error {
			_, err := moved.Append(tx, "d-1", xapi.Statement{Verb: xapi.Completed, Object: xapi.Activity{ID: "urn:x:1"}})
			return err
		})
		if got := home(); got != "https://course.example.ca/" {
			t.Errorf("told by the site: %q", got)
		}
	})
}
