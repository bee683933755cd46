package records

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// What ADL’s suite does not ask, of both texts of the specification.

// RFC 9110, 12.5.4: by weight, then as they came; what is no tag costs nothing of the rest.
func TestAcceptedLanguages(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"": "", "*": "", "fr": "fr", "en;q=0.5, fr-CA": "fr-CA en", "en;q=0, fr": "fr", "qqq-zzz, nonsense!, fr": "qqq-zzz fr", "de ; q = 0.1,fr;q=x,en": "en de",
		"en;q=NaN, fr": "fr", strings.Repeat("en,", 100_000): strings.TrimSpace(strings.Repeat("en ", mostLanguages)),
	} {
		if got := strings.Join(acceptedLanguages(header), " "); got != want {
			t.Errorf("%.40q: %q, want %q", header, got, want)
		}
	}
}

// RFC 9110, 8.4: what is compressed is not kept as if it were not.
func TestCompressedContentIsRefused(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		fmt.Fprint(w, `{"a":1}`)
		w.Close()
		for _, test := range [][2]string{{http.MethodPut, onePath("/activities/state")}, {http.MethodPost, onePath("/agents/profile")}, {http.MethodPost, "/statements"}, {http.MethodPost, "/ndjson"}} {
			got := p.want(http.StatusUnsupportedMediaType, version1, test[0], test[1], b.String(), "Content-Type", jsonType, "Content-Encoding", "gzip", "If-None-Match", "*")
			if got.header.Get("Accept-Encoding") != "identity" {
				t.Error(got.header)
			}
		}
		p.want(http.StatusNotFound, version1, http.MethodGet, onePath("/activities/state"), "")
		p.want(http.StatusNoContent, version1, http.MethodPut, onePath("/activities/state"), "{}", "Content-Type", jsonType, "Content-Encoding", "identity")
	})
}

// Part Three, 2.1.3: a link to more goes on with what was asked, whatever is kept meanwhile.
func TestMoreIsSteady(t *testing.T) {
	both(t, func(t *testing.T, p program, version string) {
		var all []string
		keep := func(n int) {
			for range n {
				id := fmt.Sprintf("6ba7b81%s-9dad-11d1-80b4-%012x", version[:1], len(all))
				p.post(version, said(id, "steady"+version[:1], "did", "urn:x:steady", ""))
				all = append(all, id)
			}
		}
		keep(7) // within one millisecond: their order is that of their places
		read := func(query string, meanwhile int) (got []string) {
			for next := "/statements?limit=2&agent=" + url.QueryEscape(`{"mbox":"mailto:steady`+version[:1]+`@example.com"}`) + query; next != ""; {
				var page struct {
					Statements []struct{ ID string }
					More       string
				}
				if err := json.Unmarshal([]byte(p.want(http.StatusOK, version, http.MethodGet, next, "").body), &page); err != nil {
					t.Fatal(err)
				}
				for _, s := range page.Statements {
					got = append(got, s.ID)
				}
				keep(meanwhile)
				meanwhile = max(0, meanwhile-1)
				next = strings.TrimPrefix(page.More, Endpoint)
			}
			return got
		}
		before := slices.Clone(all)
		slices.Reverse(before)
		if got := read("", 1); !slices.Equal(got, before) {
			t.Errorf("the newest first: %v, want %v", got, before)
		}
		if got := read("&ascending=true", 2); !slices.Equal(got, all) {
			t.Errorf("the oldest first: %v, want %v", got, all)
		}
		p.clock.Advance(time.Hour)
	})
}

// 2.2 and 4.5 to 4.7: what a statement says comes back as it was said.
func TestNothingIsRounded(t *testing.T) {
	both(t, func(t *testing.T, p program, version string) {
		id := map[string]string{version1: firstID, version2: secondID}[version]
		exact := `"result":{"score":{"raw":9007199254740993,"scaled":0.10000000000000000001,"min":-0.0,"max":1.0e16},"duration":"PT0.123456789S","response":"\ud83d\ude00 \u0000"},` +
			`"timestamp":"2017-01-01T00:59:60.250+01:00","context":{"extensions":{"http://e.com/x":{"big":123456789012345678901234567890.10,"deep":` + strings.Repeat("[", 90) + strings.Repeat("]", 90) + `}}}`
		p.post(version, said(id, "exact", "did", "urn:x:exact", exact))
		if got := p.want(http.StatusOK, version, http.MethodGet, "/statements?statementId="+id, "").body; !strings.Contains(got, exact) {
			t.Errorf("it came back as %s", got)
		}
		for _, wrong := range []string{`"context":{"extensions":{"http://e.com/x":` + strings.Repeat("[", 110) + strings.Repeat("]", 110) + `}}`,
			`"context":{"extensions":{"http://e.com/x":{"a":1,"a":1}}}`, `"result":{"success":true},"result":{"success":true}`, `"result":{"score":{"raw":01}}`, `"result":{"response":"\ud83d"}`,
			`"timestamp":"2017-01-01T00:00:60Z"`} {
			p.want(http.StatusBadRequest, version, http.MethodPost, "/statements", said("", "exact", "did", "urn:x:exact", wrong), "Content-Type", jsonType)
		}
	})
}

// The sign that no database takes may stand in any text of a statement, also in a name.
func TestNULInNames(t *testing.T) {
	both(t, func(t *testing.T, p program, version string) {
		for i, actor := range []string{`{"mbox":"mailto:nul@example.com","name":"a\u0000b"}`, `{"account":{"homePage":"http://localhost/","name":"a\u0000b"}}`, `{"account":{"homePage":"http://e.com","name":"a\u0000b"},"name":"x"}`} {
			id := fmt.Sprintf("6ba7b81%d-9dad-11d1-80b4-00c04fd430c%s", i, version[:1])
			s := `{"id":"` + id + `","actor":` + actor + `,"verb":{"id":"http://example.com/verbs/did"},"object":{"id":"urn:x:1"}}`
			p.post(version, s)
			p.want(http.StatusOK, version, http.MethodGet, "/statements?statementId="+id, "")
			if got := p.want(http.StatusOK, version, http.MethodGet, "/statements?agent="+url.QueryEscape(actor), "").body; !strings.Contains(got, id) {
				t.Errorf("%s does not find it", actor)
			}
			p.want(http.StatusOK, version, http.MethodGet, "/agents?agent="+url.QueryEscape(actor), "")
		}
	})
}

// 2.3.2, and Part Three, 2.1.4: chains of references are found by what stands at their end, and voiding a voiding says nothing.
func TestChainsOfReferences(t *testing.T) {
	both(t, func(t *testing.T, p program, version string) {
		id := func(n int) string { return fmt.Sprintf("6ba7b8%02x-9dad-11d1-80b4-00c04fd430d%s", n, version[:1]) }
		about := func(n, of int, verb string) string {
			return fmt.Sprintf(`{"id":%q,"actor":{"mbox":"mailto:chain%d@example.com"},"verb":{"id":%q},"object":{"objectType":"StatementRef","id":%q}}`, id(n), n, verb, id(of))
		}
		const voided, saw = "http://adlnet.gov/expapi/verbs/voided", "http://example.com/verbs/saw"
		activity := "urn:x:chain" + version[:1]
		found := func(query string) (all []string) {
			var page struct{ Statements []struct{ ID string } }
			if err := json.Unmarshal([]byte(p.want(http.StatusOK, version, http.MethodGet, "/statements?ascending=true&"+query, "").body), &page); err != nil {
				t.Fatal(err)
			}
			for _, s := range page.Statements {
				all = append(all, s.ID)
			}
			return all
		}
		// The end of the chain comes last.
		p.post(version, about(3, 2, saw))
		p.post(version, about(2, 1, saw))
		p.post(version, said(id(1), "chained", "did", activity, ""))
		if got, want := found("activity="+url.QueryEscape(activity)), []string{id(3), id(2), id(1)}; !slices.Equal(got, want) {
			t.Errorf("by its activity: %v, want %v", got, want)
		}
		p.post(version, about(4, 1, voided))
		p.post(version, about(5, 4, voided))
		p.want(http.StatusNotFound, version, http.MethodGet, "/statements?statementId="+id(1), "")
		p.want(http.StatusOK, version, http.MethodGet, "/statements?voidedStatementId="+id(1), "")
		p.want(http.StatusOK, version, http.MethodGet, "/statements?statementId="+id(4), "")
		if got, want := found("activity="+url.QueryEscape(activity)), []string{id(3), id(2), id(4), id(5)}; !slices.Equal(got, want) {
			t.Errorf("after it was voided: %v, want %v", got, want)
		}
		if got, want := found("activity="+url.QueryEscape(activity)+"&verb="+url.QueryEscape(voided)), []string{id(4), id(5)}; !slices.Equal(got, want) {
			t.Errorf("those that void: %v, want %v", got, want)
		}
	})
}

// FuzzAcceptedLanguages reads any header.
func FuzzAcceptedLanguages(f *testing.F) {
	f.Add("en;q=0.5, fr-CA, *")
	f.Fuzz(func(t *testing.T, header string) {
		tags := acceptedLanguages(header)
		if len(tags) > mostLanguages || slices.ContainsFunc(tags, func(tag string) bool { return !xapi.ValidLanguage(tag) }) {
			t.Errorf("%q: %q", header, tags)
		}
	})
}
