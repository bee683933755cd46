package records

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// A key for one course writes and sees what is about that course alone.
func TestStatementsOfOneCourse(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		post := func(key, body string, want int) {
			t.Helper()
			if got := p.ask(key, version1, http.MethodPost, "/statements", body, "Content-Type", jsonType); got.status != want {
				t.Errorf("%s: %d %s", body, got.status, got.body)
			}
		}
		post("bound", said(firstID, "a", "did", courseIRI+"#k7m2qp", ""), http.StatusOK)
		post("bound", said(secondID, "a", "did", "urn:x:1", ""), http.StatusForbidden)
		post("all", said(secondID, "a", "did", "urn:x:1", ""), http.StatusOK)
		post("bound", aboutStatement(thirdID, "a", xapi.VerbVoided, secondID), http.StatusForbidden)
		post("reads", said(thirdID, "a", "did", "urn:x:1", ""), http.StatusForbidden)
		for query, want := range map[string]int{"": 1, "?statementId=" + firstID: 1, "?statementId=" + secondID: 0} {
			got := p.ask("bound", version1, http.MethodGet, "/statements"+query, "")
			if n := strings.Count(got.body, `"stored"`); n != want {
				t.Errorf("%s: %d statements, %d %s", query, n, got.status, got.body)
			}
		}
		if got := p.ask("writes", version1, http.MethodGet, "/statements", ""); got.status != http.StatusForbidden {
			t.Error(got.status)
		}
	})
}

// A key for one course takes back, and speaks of, only what is about that course, whatever
// else the statement names.
func TestBoundKeysLeaveOtherCoursesAlone(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		post := func(body string, want int) {
			t.Helper()
			if got := p.ask("bound", version1, http.MethodPost, "/statements", body, "Content-Type", jsonType); got.status != want {
				t.Errorf("%s: %d %s", body, got.status, got.body)
			}
		}
		decoy := func(s string) string {
			return s[:len(s)-1] + `,"context":{"contextActivities":{"parent":{"id":"` + courseIRI + `"}}}}`
		}
		p.post(version1, said(firstID, "a", "did", "urn:x:1", ""))
		for _, verb := range []string{xapi.VerbVoided, "http://example.com/verbs/saw"} {
			post(decoy(aboutStatement(secondID, "a", verb, firstID)), http.StatusForbidden)
			post(decoy(aboutStatement(secondID, "a", verb, thirdID)), http.StatusForbidden)
		}
		p.want(http.StatusOK, version1, http.MethodGet, "/statements?statementId="+firstID, "")
		post("["+said(secondID, "a", "did", courseIRI, "")+","+aboutStatement(thirdID, "a", xapi.VerbVoided, secondID)+"]", http.StatusOK)
		p.want(http.StatusNotFound, version1, http.MethodGet, "/statements?statementId="+secondID, "")
	})
}

// A key for one course names the activities of that course and no other.
func TestBoundKeysNameTheirOwnActivities(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		s := `{"actor":{"mbox":"mailto:a@example.com"},"verb":{"id":"http://example.com/verbs/did"},"object":{"id":"` + courseIRI + `","definition":{"name":{"en":"Mine"}}},` +
			`"context":{"contextActivities":{"other":{"id":"urn:x:1","definition":{"name":{"en":"Theirs"}}}}}}`
		if got := p.ask("bound", version1, http.MethodPost, "/statements", s, "Content-Type", jsonType); got.status != http.StatusOK {
			t.Fatal(got.body)
		}
		for iri, want := range map[string]bool{courseIRI: true, "urn:x:1": false} {
			got := p.want(http.StatusOK, version1, http.MethodGet, "/activities?activityId="+iri, "").body
			if strings.Contains(got, "definition") != want {
				t.Errorf("%s: %s", iri, got)
			}
		}
	})
}

// A key for one course gives nobody a name: people belong to no course.
func TestBoundKeysNameNobody(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		names := func(key, name string) string {
			s := `{"actor":{"mbox":"mailto:a@example.com","name":"` + name + `"},"verb":{"id":"http://example.com/verbs/did"},"object":{"id":"` + courseIRI + `"}}`
			if got := p.ask(key, version1, http.MethodPost, "/statements", s, "Content-Type", jsonType); got.status != http.StatusOK {
				t.Fatal(got.body)
			}
			return p.want(http.StatusOK, version1, http.MethodGet, "/agents?agent="+url.QueryEscape(`{"mbox":"mailto:a@example.com"}`), "").body
		}
		if got := names("bound", "Not Ana"); strings.Contains(got, "Not Ana") {
			t.Error(got)
		}
		if got := names("all", "Ana"); !strings.Contains(got, "Ana") || strings.Contains(got, "Not Ana") {
			t.Error(got)
		}
	})
}

// What one request passes on to statements that were here before is bounded: beyond that, they are found by less.
func TestPassingOnIsBounded(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		target := clock.NewID()
		for range 10 {
			p.ask("all", version1, http.MethodPost, "/statements", aboutStatement(clock.NewID(), "b", "http://example.com/verbs/noted", target), "Content-Type", jsonType)
		}
		// The target is found by four: who, what, whereof, and who vouches for it.
		p.ask("all", version1, http.MethodPost, "/statements", said(target, "a", "did", "urn:x:1", ""), "Content-Type", jsonType)
		write(t, db, func(tx store.Tx) error {
			activity := mentionKey(activityKind, "urn:x:1")
			count := func() (n int) {
				if err := tx.QueryRow("SELECT COUNT(*) FROM records_mention WHERE key = ?", activity).Scan(&n); err != nil {
					t.Fatal(err)
				}
				return n
			}
			if n := count(); n != 11 {
				t.Errorf("%d statements are found by the activity", n)
			}
			for left, want := range map[int]int{0: 1, 1: 2, 9: 4, 1000: 11} {
				_, err := tx.Exec("DELETE FROM records_mention WHERE key IN (?, ?, ?) AND seq <> (SELECT seq FROM records_statement WHERE id = ?)",
					activity, mentionKey(verbKind, "http://example.com/verbs/did"), mentionKey(agentKind, "mbox:mailto:a@example.com"), target)
				if err != nil {
					return err
				}
				if err := r.passOn(tx, []string{target}, 0, left); err != nil {
					return err
				}
				if n := count(); n != want {
					t.Errorf("with %d left, %d statements are found by the activity, want %d", left, n, want)
				}
			}
			return nil
		})
	})
}

// parents is a context that names n activities.
func parents(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`{"id":"urn:x:parent:%d"}`, i)
	}
	return `"context":{"contextActivities":{"parent":[` + strings.Join(all, ",") + `]}}`
}

// A statement about another takes over so many of its mentions and no more, whichever of
// the two comes first; what the target is itself is among them.
func TestMentionsOfATargetAreBounded(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, db *store.DB) {
		p.post(version1, aboutStatement(secondID, "b", "urn:x:saw", firstID))
		p.post(version1, said(firstID, "a", "did", "urn:x:1", parents(mostNamed-2)))
		p.post(version1, aboutStatement(thirdID, "b", "urn:x:saw", firstID))
		write(t, db, func(tx store.Tx) error {
			for _, id := range []string{secondID, thirdID} {
				var n int
				if err := tx.QueryRow("SELECT count(*) FROM records_mention AS m JOIN records_statement AS s ON s.seq = m.seq WHERE s.id = ?", id).Scan(&n); err != nil {
					return err
				}
				if own := 3; n < mostAdopted || n > mostAdopted+own {
					t.Errorf("%d mentions", n)
				}
			}
			return nil
		})
		if got, _ := p.ids(version1, "activity=urn:x:1"); got != "312" {
			t.Error(got)
		}
	})
}

// One request and one statement bring no more than the record can index at once.
func TestStatementsAreBounded(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		for name, body := range map[string]string{
			"many": "[" + strings.Repeat(said("", "a", "did", "urn:x:1", "")+",", mostInRequest) + said("", "a", "did", "urn:x:1", "") + "]",
			"wide": said("", "a", "did", "urn:x:1", parents(mostNamed)),
			"long": said("", "a", "did", "urn:x:1", `"result":{"response":"`+strings.Repeat("x", mostOneStatement)+`"}`),
		} {
			if got := p.want(http.StatusRequestEntityTooLarge, version1, http.MethodPost, "/statements", body, "Content-Type", jsonType); len(got.body) > 2000 {
				t.Error(name, len(got.body))
			}
		}
		p.post(version1, said("", "a", "did", "urn:x:1", parents(mostNamed-2)))
	})
}
