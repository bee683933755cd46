package records

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// The statements of the tests.
const (
	firstID  = "fd41c918-b88b-4b20-a0a5-a4c323910001"
	secondID = "fd41c918-b88b-4b20-a0a5-a4c323910002"
	thirdID  = "fd41c918-b88b-4b20-a0a5-a4c323910003"
)

// said is a statement: who, what, with what, and more properties.
func said(id, who, verb, object, more string) string {
	if id != "" {
		id = `"id":"` + id + `",`
	}
	if more != "" {
		more = "," + more
	}
	return `{` + id + `"actor":{"mbox":"mailto:` + who + `@example.com"},"verb":{"id":"http://example.com/verbs/` + verb + `"},"object":{"id":"` + object + `"}` + more + `}`
}

func ref(id string) string { return `{"objectType":"StatementRef","id":"` + id + `"}` }

// about is a statement whose object is another one.
func aboutStatement(id, who, verb, target string) string {
	s := said(id, who, "x", "urn:x", "")
	s = strings.Replace(s, "http://example.com/verbs/x", verb, 1)
	return strings.Replace(s, `{"id":"urn:x"}`, ref(target), 1)
}

func (p program) post(version, body string) answers {
	p.t.Helper()
	return p.want(http.StatusOK, version, http.MethodPost, "/statements", body, "Content-Type", jsonType)
}

// ids asks for statements and gives the ends of their ids, in order.
func (p program) ids(version, query string) (ends string, more string) {
	p.t.Helper()
	var page struct {
		Statements []struct{ ID string }
		More       *string
	}
	body := p.want(http.StatusOK, version, http.MethodGet, "/statements?"+query, "").body
	if err := json.Unmarshal([]byte(body), &page); err != nil || page.More == nil {
		p.t.Fatalf("%v: %s", err, body)
	}
	for _, s := range page.Statements {
		ends += s.ID[len(s.ID)-1:]
	}
	return ends, *page.More
}

func both(t *testing.T, test func(t *testing.T, p program, version string)) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		for _, version := range []string{version1, version2} {
			test(t, p, version)
		}
	})
}

// XAPI-00143, 00145, 00146, 00147, 00156 and the statement a key vouches for, 00099.
func TestStatementIsKept(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		s := said("", "a", "did", "urn:x:1", `"result":{"score":{"raw":12.1250}}`)
		p.want(http.StatusNoContent, version1, http.MethodPut, "/statements?statementId="+firstID, s, "Content-Type", jsonType)
		got := p.want(http.StatusOK, version1, http.MethodGet, "/statements?statementId="+strings.ToUpper(firstID), "")
		want := s[:len(s)-1] + `,"timestamp":"2026-11-27T12:00:00.000Z","stored":"2026-11-27T12:00:00.000Z",` +
			`"authority":{"objectType":"Agent","account":{"homePage":"http://localhost/","name":"key:all"}},"version":"1.0.3","id":"` + firstID + `"}`
		if got.body != want {
			t.Errorf("got  %s\nwant %s", got.body, want)
		}
		if got.header.Get("Last-Modified") != "Fri, 27 Nov 2026 12:00:00 GMT" {
			t.Error(got.header)
		}
		var ids []string
		if err := json.Unmarshal([]byte(p.post(version2, "["+said(secondID, "a", "did", "urn:x:1", "")+","+said("", "a", "did", "urn:x:1", "")+"]").body), &ids); err != nil || len(ids) != 2 || ids[0] != secondID {
			t.Error(ids, err)
		}
		p.want(http.StatusBadRequest, version1, http.MethodPut, "/statements?statementId="+thirdID, said(firstID, "a", "did", "urn:x:1", ""), "Content-Type", jsonType)
		p.want(http.StatusBadRequest, version1, http.MethodPut, "/statements", s, "Content-Type", jsonType)
		p.want(http.StatusBadRequest, version1, http.MethodPost, "/statements", s, "Content-Type", "text/plain")
		p.want(http.StatusNotFound, version1, http.MethodGet, "/statements?statementId="+thirdID, "")
	})
}

// XAPI-00142: what has the id of another statement is refused, with all that came with it;
// what says the same again is no mistake.
func TestStatementNeverChanges(t *testing.T) {
	both(t, func(t *testing.T, p program, version string) {
		p.post(version, said(firstID, "a", "did", "urn:x:1", ""))
		p.post(version, "["+said(secondID, "b", "did", "urn:x:2", "")+","+said(firstID, "a", "did", "urn:x:1", "")+"]")
		p.want(http.StatusConflict, version, http.MethodPost, "/statements", "["+said(thirdID, "b", "did", "urn:x:3", "")+","+said(firstID, "b", "did", "urn:x:1", "")+"]", "Content-Type", jsonType)
		p.want(http.StatusNotFound, version, http.MethodGet, "/statements?statementId="+thirdID, "")
		if got, _ := p.ids(version, ""); got != "21" {
			t.Error(got)
		}
	})
}

// XAPI-00012, 00150, 00151.
func TestStatementParameters(t *testing.T) {
	both(t, func(t *testing.T, p program, version string) {
		for _, query := range []string{"statementId=x", "voidedStatementId=x", "agent=x", "agent=%7B%7D", "verb=x", "activity=x", "registration=x", "since=x", "until=2026-11-27T12:00:00-00:00",
			"limit=-1", "limit=x", "ascending=1", "format=all", "attachments=yes", "related_agents=1", "more=x", "Verb=urn:x", "since=",
			"statementId=" + firstID + "&voidedStatementId=" + firstID, "statementId=" + firstID + "&verb=urn:x", "voidedStatementId=" + firstID + "&limit=1"} {
			p.want(http.StatusBadRequest, version, http.MethodGet, "/statements?"+query, "")
		}
	})
}

// XAPI-00164, 00173 to 00181.
func TestStatementsAreFound(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, r *Room, db *store.DB) {
		registration := "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
		team := `"context":{"registration":"` + registration + `","team":{"objectType":"Group","member":[{"mbox":"mailto:c@example.com"}]},"contextActivities":{"parent":{"id":"urn:x:2"}}}`
		p.post(version1, said(firstID, "a", "did", "urn:x:1", ""))
		p.clock.Advance(time.Second)
		p.post(version1, "["+said(secondID, "b", "saw", "urn:x:1", team)+","+said(thirdID, "a", "saw", "urn:x:2", "")+"]")
		p.clock.Advance(time.Second)
		agent := func(name string) string { return "agent=" + url.QueryEscape(`{"mbox":"mailto:`+name+`@example.com"}`) }
		for query, want := range map[string]string{
			"": "321", "ascending=true": "123", agent("a"): "31", agent("b"): "2", agent("c"): "", agent("c") + "&related_agents=true": "2",
			"activity=urn:x:2": "3", "activity=urn:x:2&related_activities=true": "32", "verb=http://example.com/verbs/saw": "32", "registration=" + strings.ToUpper(registration): "2",
			agent("a") + "&verb=http://example.com/verbs/saw": "3", agent("a") + "&activity=urn:x:1&verb=http://example.com/verbs/did&ascending=true": "1",
			agent("b") + "&activity=urn:x:2&related_activities=true": "2", "since=2026-11-27T12:00:00Z": "32", "since=2026-11-27T12:00:00.999%2B00:00": "32", "until=2026-11-27T12:00:00Z": "1",
			"since=2026-11-27T12:00:01Z": "", "until=2026-11-27T07:00:01-05:00": "321", "limit=2": "32", "limit=0": "321",
			"agent=" + url.QueryEscape(`{"account":{"homePage":"http://localhost/","name":"key:all"}}`) + "&related_agents=true": "321",
		} {
			if got, _ := p.ids(version1, query); got != want {
				t.Errorf("%s: got %q, want %q", query, got, want)
			}
		}
		// What this site itself wrote is found as well, with who vouches for it.
		write(t, db, func(tx store.Tx) error {
			_, err := r.Append(tx, "someone", answered("q1", "x"))
			return err
		})
		q := "/statements?activity=urn:x:course%23q1&agent=" + url.QueryEscape(`{"account":{"homePage":"http://localhost/","name":"someone"}}`)
		got := p.want(http.StatusOK, version2, http.MethodGet, q, "").body
		if strings.Count(got, `"stored"`) != 1 || !strings.Contains(got, `"authority":{"objectType":"Agent","account":{"homePage":"http://localhost/","name":"site"}}`) {
			t.Error(got)
		}
	})
}

// XAPI-00108, 00109: every statement is on one page, and a link holds when more comes.
func TestMorePages(t *testing.T) {
	both(t, func(t *testing.T, p program, version string) {
		for i := range 7 {
			p.post(version, said(fmt.Sprintf("fd41c918-b88b-4b20-a0a5-%s%011d", version[:1], i), "a", "did", "urn:x:1", ""))
		}
		for query, want := range map[string]string{"limit=3&agent=" + url.QueryEscape(`{"mbox":"mailto:a@example.com"}`) + "&since=" + p.clock.Now().Add(-time.Millisecond).Format(time.RFC3339Nano): "6543210",
			"limit=2&ascending=true&related_activities=true&activity=urn:x:1&since=" + p.clock.Now().Add(-time.Millisecond).Format(time.RFC3339Nano): "0123456"} {
			got, more := p.ids(version, query)
			for more != "" {
				if strings.Contains(more, "example") {
					t.Error("the link names somebody:", more)
				}
				var next string
				next, more = p.ids(version, strings.TrimPrefix(more, Endpoint+"/statements?"))
				got += next
			}
			if got != want {
				t.Errorf("%s: %s", query, got)
			}
		}
		p.clock.Advance(time.Hour)
	})
}

// XAPI-00016, 00018, 00155, 00162, 00163.
func TestVoiding(t *testing.T) {
	both(t, func(t *testing.T, p program, version string) {
		voiding, again := "fd41c918-b88b-4b20-a0a5-a4c323910007", "fd41c918-b88b-4b20-a0a5-a4c323910008"
		p.post(version, said(firstID, "a", "did", "urn:x:1", ""))
		p.post(version, aboutStatement(voiding, "b", xapi.VerbVoided, firstID))
		p.want(http.StatusNotFound, version, http.MethodGet, "/statements?statementId="+firstID, "")
		p.want(http.StatusOK, version, http.MethodGet, "/statements?voidedStatementId="+firstID, "")
		p.want(http.StatusNotFound, version, http.MethodGet, "/statements?voidedStatementId="+voiding, "")
		// What takes back cannot be taken back, whichever comes first.
		p.post(version, aboutStatement(again, "b", xapi.VerbVoided, voiding))
		p.want(http.StatusOK, version, http.MethodGet, "/statements?statementId="+voiding, "")
		p.want(http.StatusNotFound, version, http.MethodGet, "/statements?statementId="+firstID, "")
		// It is found by what the statement that it takes back is found by.
		if got, _ := p.ids(version, "activity=urn:x:1"); got != "87" {
			t.Error(got)
		}
	})
}

func TestVoidingBeforeItsTarget(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		p.post(version1, aboutStatement(secondID, "b", xapi.VerbVoided, firstID))
		p.post(version1, aboutStatement(thirdID, "b", xapi.VerbVoided, secondID))
		p.post(version1, said(firstID, "a", "did", "urn:x:1", ""))
		p.want(http.StatusNotFound, version1, http.MethodGet, "/statements?statementId="+firstID, "")
		if got, _ := p.ids(version1, "activity=urn:x:1"); got != "32" {
			t.Error(got)
		}
	})
}

// body is statements with attachments as multipart/mixed.
func mixedBody(t *testing.T, statements string, parts ...[2]string) (string, string) {
	t.Helper()
	var b bytes.Buffer
	m := xapi.NewMultipartWriter(&b)
	if err := m.Statements([]byte(statements)); err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		if err := m.Attachment(p[0], "text/plain", strings.NewReader(p[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), m.ContentType()
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func attached(usage, media, data string) string {
	return `"attachments":[{"usageType":"` + usage + `","display":{"en":"A"},"contentType":"` + media + `","length":` + fmt.Sprint(len(data)) + `,"sha2":"` + digest(data) + `"}]`
}

// XAPI-00127 to 00134, 00161, 00167.
func TestAttachments(t *testing.T) {
	both(t, func(t *testing.T, p program, version string) {
		const data = "here is a simple attachment"
		s := said(firstID, "a", "did", "urn:x:1", attached("http://example.com/u", "text/plain", data))
		refused := func(body, media string) {
			t.Helper()
			p.want(http.StatusBadRequest, version, http.MethodPost, "/statements", body, "Content-Type", media)
		}
		refused(s, jsonType)
		for _, parts := range [][][2]string{{}, {{digest(data), "another"}}, {{digest(data), data}, {digest("x"), "x"}}, {{"x", data}}} {
			body, media := mixedBody(t, s, parts...)
			refused(body, media)
		}
		body, media := mixedBody(t, s, [2]string{digest(data), data})
		refused(strings.Replace(body, "application/json", "text/plain", 1), media)
		refused(strings.Replace(body, "binary", "base64", 1), media)
		refused(strings.Replace(body, xapi.HashHeader, "X-Hash", 1), media)
		refused(body[:len(body)/2], media)
		refused(body, "multipart/mixed")
		refused(body, strings.Replace(media, "mixed", "form-data", 1))
		p.want(http.StatusOK, version, http.MethodPost, "/statements", body, "Content-Type", media)

		got := p.want(http.StatusOK, version, http.MethodGet, "/statements?statementId="+firstID+"&attachments=true", "")
		_, params, err := mime.ParseMediaType(got.header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		m := multipart.NewReader(strings.NewReader(got.body), params["boundary"])
		for i, want := range []string{"", data} {
			part, err := m.NextRawPart()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(part)
			if err != nil || i == 1 && (string(text) != want || part.Header.Get(xapi.HashHeader) != digest(data)) || i == 0 && !json.Valid(text) {
				t.Errorf("%v %v %q", err, part.Header, text)
			}
		}
		if _, err := m.NextPart(); err != io.EOF {
			t.Error(err)
		}
		plain := p.want(http.StatusOK, version, http.MethodGet, "/statements?statementId="+firstID, "")
		if !strings.HasPrefix(plain.header.Get("Content-Type"), jsonType) {
			t.Error(plain.header)
		}
	})
}

// signature is a statement's in the form of 2.6.
func signature(t *testing.T, key *rsa.PrivateKey, alg, payload string) string {
	t.Helper()
	certificate, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(1)}, &x509.Certificate{SerialNumber: big.NewInt(1)}, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	header := `{"alg":"` + alg + `","x5c":["` + base64.StdEncoding.EncodeToString(certificate) + `"]}`
	signed := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString([]byte(payload))
	sum := sha256.Sum256([]byte(signed))
	sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(sig)
}

// XAPI-00114 to 00117.
func TestSignedStatements(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	payload := said(firstID, "a", "did", "urn:x:1", "")
	good := signature(t, key, "RS256", payload)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(good, ".")
	forged := head + strings.TrimPrefix(signature(t, other, "RS256", payload), strings.Split(signature(t, other, "RS256", payload), ".")[0])
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		for name, c := range map[string]struct {
			jws, media string
			status     int
		}{
			"no signature": {"x", "application/octet-stream", http.StatusBadRequest}, "another algorithm": {signature(t, key, "HS256", payload), "application/octet-stream", http.StatusBadRequest},
			"another statement": {signature(t, key, "RS256", said(firstID, "b", "did", "urn:x:1", "")), "application/octet-stream", http.StatusBadRequest},
			"another key":       {forged, "application/octet-stream", http.StatusBadRequest}, "another type": {good, "text/plain", http.StatusBadRequest},
			"sound": {good, "application/octet-stream", http.StatusOK},
		} {
			s := payload[:len(payload)-1] + "," + attached(xapi.SignatureUsage, c.media, c.jws) + "}"
			body, media := mixedBody(t, s, [2]string{digest(c.jws), c.jws})
			got := p.ask("all", version1, http.MethodPost, "/statements", body, "Content-Type", media)
			if got.status != c.status {
				t.Errorf("%s: %d %s", name, got.status, got.body)
			}
		}
	})
}

// A name that no index takes belongs to nobody of this site, and the statement is kept.
func TestLongNamesAreStrangers(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, db *store.DB) {
		var name strings.Builder
		for i := range 2000 {
			name.WriteString(digest(fmt.Sprint(i))[:4]) // so that nothing can be compressed
		}
		s := strings.Replace(said(firstID, "x", "did", "urn:x:1", ""), `{"mbox":"mailto:x@example.com"}`, `{"account":{"homePage":"http://localhost/","name":"`+name.String()+`"}}`, 1)
		p.post(version1, s)
		write(t, db, func(tx store.Tx) error {
			row, err := selectStatement(tx, firstID)
			if err == nil && (row == nil || row.owner != "") {
				t.Errorf("%+v", row)
			}
			return err
		})
	})
}

// Many clients write the same statements in batches, each in another order: all are told
// that they are kept, and they are, once.
func TestManyClients(t *testing.T) {
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		const clients, size = 16, 20
		var wait sync.WaitGroup
		status := make([]int, clients)
		for c := range clients {
			wait.Go(func() {
				var all []string
				for i := range size {
					n := (i*7 + c) % size
					all = append(all, said(fmt.Sprintf("fd41c918-b88b-4b20-a0a5-%012d", n), "a", "did", "urn:x:1", ""))
				}
				status[c] = p.ask("all", version1, http.MethodPost, "/statements", "["+strings.Join(all, ",")+"]", "Content-Type", jsonType).status
			})
		}
		wait.Wait()
		for _, s := range status {
			if s != http.StatusOK {
				t.Error(status)
				break
			}
		}
		if got, _ := p.ids(version1, "limit=0&verb=http://example.com/verbs/did"); len(got) != size {
			t.Errorf("%d statements", len(got))
		}
	})
}
