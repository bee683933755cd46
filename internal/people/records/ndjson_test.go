package records

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
)

// TestLinesGoRound writes the record as lines, with attachments, reads them into an empty one, and writes the same
// statements again; read a second time they change nothing.
func TestLinesGoRound(t *testing.T) {
	text := "attached bytes"
	sum := sha256.Sum256([]byte(text))
	hash := hex.EncodeToString(sum[:])
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		attached := fmt.Sprintf(`"attachments":[{"usageType":"http://example.org/u","display":{"en":"x"},"contentType":"text/plain","length":%d,"sha2":%q}]`, len(text), hash)
		body := "--b\r\nContent-Type: application/json\r\n\r\n" + said(firstID, "f", "did", courseIRI, attached) + "\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: " + hash + "\r\n\r\n" + text + "\r\n--b--\r\n"
		p.want(http.StatusOK, version1, http.MethodPost, "/statements", body, "Content-Type", "multipart/mixed; boundary=b")
		p.want(http.StatusOK, version1, http.MethodPost, "/statements", said(secondID, "a", "saw", "urn:x:1", ""), "Content-Type", jsonType)
		first := p.want(http.StatusOK, version1, http.MethodGet, "/ndjson?attachments=true", "").body
		if strings.Count(first, "\n") != 3 || !strings.Contains(first, `"content":"`) {
			t.Fatal(first)
		}
		for query, want := range map[string]int{"": 2, "?verb=" + url.QueryEscape("http://example.com/verbs/saw"): 1, "?course=" + url.QueryEscape(courseIRI): 1,
			"?agent=" + url.QueryEscape(`{"mbox":"mailto:a@example.com"}`): 1, "?since=2100-01-01T00:00:00Z": 0, "?until=2000-01-01T00:00:00Z": 0} {
			if got := p.want(http.StatusOK, version1, http.MethodGet, "/ndjson"+query, "").body; strings.Count(got, "\n") != want {
				t.Errorf("%s: %s", query, got)
			}
		}
		if got := p.ask("bound", version1, http.MethodGet, "/ndjson", "").body; strings.Count(got, "\n") != 1 || !strings.Contains(got, firstID) {
			t.Errorf("a key for one course: %s", got)
		}
		p = emptyDoors(t, p)
		for _, want := range []string{`"kept":2,"known":0,"refused":0`, `"kept":0,"known":2,"refused":0`} {
			if got := p.want(http.StatusOK, version1, http.MethodPost, "/ndjson", first, "Content-Type", ndjsonType).body; !strings.Contains(got, want) {
				t.Errorf("%s, want %s", got, want)
			}
		}
		if got := p.want(http.StatusOK, version1, http.MethodGet, "/statements?attachments=true&statementId="+firstID, "").body; !strings.Contains(got, text) {
			t.Error("the attachment is not there")
		}
		if again := p.want(http.StatusOK, version1, http.MethodGet, "/ndjson", "").body; strings.Count(again, "\n") != 2 || strings.Index(again, firstID) > strings.Index(again, secondID) {
			t.Error(again)
		}
	})
}

// emptyDoors is another store, with nothing in it.
func emptyDoors(t *testing.T, p program) program {
	files, err := blob.At(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	r := New(p.clock, clock.NewID, "http://there/")
	p.h = r.Before(http.NotFoundHandler(), Door{DB: storetest.New(t, Migrations), Keys: testKeys, Blobs: files, Log: slog.New(slog.DiscardHandler)})
	return p
}

// TestLinesOfOthers reads what other stores export, refuses what is wrong line by line, and keeps the rest.
func TestLinesOfOthers(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		plain := said("", "a", "did", "urn:x:1", `"stored":"2020-05-05T10:00:00Z"`)
		lines := strings.Join([]string{
			`{"_id":"x","organisation":"o","statement":` + said(firstID, "a", "did", "urn:x:1", "") + `}`,
			`{"payload":` + said(secondID, "a", "did", "urn:x:1", "") + `}`,
			`{"_index":"i","_source":{"statement":` + said(thirdID, "a", "did", "urn:x:1", "") + `}}`,
			plain, "", "no JSON", `{"actor":{}}`, said(firstID, "somebody-else", "did", "urn:x:1", ""), `{"sha2":"00","content":"AA=="}`,
		}, "\n")
		got := p.want(http.StatusOK, version1, http.MethodPost, "/ndjson", lines, "Content-Type", ndjsonType).body
		for _, want := range []string{`"lines":8`, `"kept":4`, `"refused":4`, `"line":6`, `"line":7`, `"line":8`, `"line":9`} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %s", got, want)
			}
		}
		if got := p.want(http.StatusOK, version1, http.MethodPost, "/ndjson", plain, "Content-Type", ndjsonType).body; !strings.Contains(got, `"known":1`) {
			t.Errorf("a line without id, again: %s", got)
		}
		if all := p.want(http.StatusOK, version1, http.MethodGet, "/ndjson", "").body; !strings.Contains(all, `"timestamp":"2020-05-05T10:00:00Z"`) {
			t.Error(all)
		}
		if got := p.ask("bound", version1, http.MethodPost, "/ndjson", said("", "b", "did", "urn:x:2", ""), "Content-Type", ndjsonType).body; !strings.Contains(got, `"kept":0`) || !strings.Contains(got, `"refused":1`) {
			t.Errorf("a key for one course: %s", got)
		}
		for key, want := range map[string]int{"reads": http.StatusForbidden, "": http.StatusUnauthorized} {
			if got := p.ask(key, version1, http.MethodPost, "/ndjson", plain, "Content-Type", ndjsonType); got.status != want {
				t.Errorf("%q: %d", key, got.status)
			}
		}
	})
}

// FuzzLine reads any line: it is a file, a statement, or refused in words.
func FuzzLine(f *testing.F) {
	f.Add([]byte(`{"payload":{"statement":{}}}`))
	f.Add([]byte(`{"sha2":"00","contentType":"a/b","content":"AA=="}`))
	f.Add([]byte(said(firstID, "a", "did", "urn:x:1", `"stored":"2020-05-05T10:00:00Z"`)))
	f.Fuzz(func(t *testing.T, line []byte) {
		file, statement, err := parseLine(line)
		if (err == nil) == (file == nil && statement == nil) {
			t.Errorf("%q: %v %v %v", line, file, statement, err)
		}
		if err != nil && !refusal(err) {
			t.Errorf("%q: %v", line, err)
		}
	})
}
