package records

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A link to a next page is the query it was made of.
func TestTokenIsTheQuery(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := query{
			since: Seq(rapid.Int64Min(0).Draw(t, "since")), until: Seq(rapid.Int64Min(0).Draw(t, "until")), limit: rapid.IntRange(1, mostStatements).Draw(t, "limit"),
			ascending: rapid.Bool().Draw(t, "ascending"), attachments: rapid.Bool().Draw(t, "attachments"), form: rapid.SampledFrom(forms).Draw(t, "form"),
		}
		for range rapid.IntRange(0, 4).Draw(t, "keys") {
			q.keys = append(q.keys, wanted{rapid.Int64().Draw(t, "key"), rapid.Bool().Draw(t, "related")})
		}
		got, ok := parseToken(q.token())
		if diff := cmp.Diff(q, got, cmp.AllowUnexported(query{}, wanted{})); !ok || diff != "" {
			t.Fatal(ok, diff)
		}
	})
}

func FuzzParseToken(f *testing.F) {
	f.Add(query{limit: 1, form: exactForm}.token())
	f.Add(query{keys: []wanted{{1, true}}, until: 9, limit: 100, form: idsForm}.token())
	f.Fuzz(func(t *testing.T, s string) {
		if q, ok := parseToken(s); ok && (q.limit < 1 || q.limit > mostStatements || len(q.keys) > 4) {
			t.Fatalf("%+v", q)
		}
	})
}

// Places rise, and the moment in one is never before the one it was asked at.
func TestPlacesRise(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	var c counter
	last := Seq(0)
	for i := range 1000 {
		if i%100 == 50 {
			now = now.Add(-time.Second) // a clock that is set back
		}
		first := c.take(now, i%7)
		if i%7 > 0 && (first <= last || first.stored().Before(now)) {
			t.Fatalf("%d after %d", first, last)
		}
		last = max(last, first+Seq(i%7)-1)
		now = now.Add(time.Millisecond)
	}
}
