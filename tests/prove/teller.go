package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"os/exec"
	"strings"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/people/records"
)

// tellersHome is the home page of the accounts that tellers tell of.
const tellersHome = "https://tellers.example"

// teller is a foreign program that puts statements into the xAPI store: one by one, in batches, and with attachments.
// What was acknowledged must be there, whole and once; what was in flight when the site was killed may be there, all of a
// request or nothing of it.
type teller struct {
	name   string
	key    string // "ID:SECRET"
	r      *rand.Rand
	client *http.Client
	life   int // between two looks
	said   [][]*telling
}

// telling is one request.
type telling struct {
	method string
	ids    []string
	marks  []string // by which each statement is known whole
	file   []byte   // what is attached to the first; nil without
	acked  bool
}

// xapiKey makes a key for tellers, in the place that the options name.
func xapiKey(program string, options ...string) (string, error) {
	out, err := exec.Command(program, append([]string{"key", "create", "--scope", string(records.WriteScope) + "," + string(records.ReadScope)}, options...)...).Output()
	if err != nil {
		return "", fmt.Errorf("key create: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

func newTeller(number int, key string, seed int64) *teller {
	return &teller{name: fmt.Sprint("teller ", number+1), key: key, r: rand.New(rand.NewSource(seed)), client: &http.Client{Timeout: longest}, said: [][]*telling{nil}}
}

// prepare makes the next request, which counts as in flight from now on.
func (t *teller) prepare() *telling {
	one := &telling{method: http.MethodPost}
	n := 1
	switch t.r.Intn(4) {
	case 0:
		one.method = http.MethodPut
	case 1:
		one.file = []byte(strings.Repeat(fmt.Sprint("attached ", t.r.Int63(), "\n"), 1+t.r.Intn(400)))
	default:
		n = 1 + t.r.Intn(50)
	}
	for range n {
		one.ids = append(one.ids, clock.NewID())
		one.marks = append(one.marks, fmt.Sprint(t.r.Int63()))
	}
	t.said[t.life] = append(t.said[t.life], one)
	return one
}

func (t *teller) agent(life int) string {
	return fmt.Sprintf(`{"objectType":"Agent","account":{"homePage":%q,"name":%q}}`, tellersHome, fmt.Sprint(t.name, " life ", life))
}

// body is a request as it is sent, and its media type.
func (t *teller) body(one *telling) (data []byte, media string) {
	var all []string
	for i, id := range one.ids {
		attached := ""
		if i == 0 && one.file != nil {
			sum := sha256.Sum256(one.file)
			attached = fmt.Sprintf(`,"attachments":[{"usageType":"https://tellers.example/file","display":{"en":"A file"},"contentType":"text/plain","length":%d,"sha2":%q}]`,
				len(one.file), hex.EncodeToString(sum[:]))
		}
		all = append(all, fmt.Sprintf(`{"id":%q,"actor":%s,"verb":{"id":"https://tellers.example/told"},"object":{"id":"https://tellers.example/thing"},"result":{"response":%q}%s}`,
			id, t.agent(t.life), one.marks[i], attached))
	}
	text := "[" + strings.Join(all, ",") + "]"
	if one.method == http.MethodPut {
		text = all[0]
	}
	if one.file == nil {
		return []byte(text), "application/json"
	}
	sum := sha256.Sum256(one.file)
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, part := range []struct {
		head textproto.MIMEHeader
		data string
	}{
		{textproto.MIMEHeader{"Content-Type": {"application/json"}}, text},
		{textproto.MIMEHeader{"Content-Type": {"text/plain"}, "Content-Transfer-Encoding": {"binary"}, "X-Experience-API-Hash": {hex.EncodeToString(sum[:])}}, string(one.file)},
	} {
		p, err := w.CreatePart(part.head)
		if err == nil {
			_, err = io.WriteString(p, part.data)
		}
		if err != nil { // a buffer takes everything
			panic(err)
		}
	}
	w.Close()
	return b.Bytes(), "multipart/mixed; boundary=" + w.Boundary()
}

// send sends a request; its status, or an error when no whole answer came.
func (t *teller) send(base string, one *telling) (int, error) {
	data, media := t.body(one)
	address := base + "/xapi/statements"
	if one.method == http.MethodPut {
		address += "?statementId=" + one.ids[0]
	}
	status, _, err := t.ask(one.method, address, media, data)
	one.acked = err == nil && status < 300
	return status, err
}

// act does one thing; false when it was not acknowledged.
func (t *teller) act(base string) bool {
	one := t.prepare()
	_, err := t.send(base, one)
	return err == nil && one.acked
}

func (t *teller) ask(method, address, media string, data []byte) (int, []byte, error) {
	q, err := http.NewRequestWithContext(context.Background(), method, address, bytes.NewReader(data))
	if err != nil {
		return 0, nil, err
	}
	q.Header.Set("Authorization", "Bearer "+t.key)
	q.Header.Set("X-Experience-API-Version", "1.0.3")
	if media != "" {
		q.Header.Set("Content-Type", media)
	}
	answer, err := t.client.Do(q)
	if err != nil {
		return 0, nil, err
	}
	body, err := text(answer)
	return answer.StatusCode, []byte(body), err
}

// look compares what the store holds since the last look with what was acknowledged, and begins another life.
func (t *teller) look(base string) (lost []string) {
	lost = t.lookAt(base, t.life)
	t.life++
	t.said = append(t.said, nil)
	return lost
}

// lookAtAll compares everything once more.
func (t *teller) lookAtAll(base string) (lost []string) {
	for life := range t.said {
		lost = append(lost, t.lookAt(base, life)...)
	}
	return lost
}

// lookAt compares one life.
func (t *teller) lookAt(base string, life int) (lost []string) {
	if len(t.said[life]) == 0 {
		return nil
	}
	say := func(format string, args ...any) {
		lost = append(lost, fmt.Sprintf("%s, life %d: ", t.name, life)+fmt.Sprintf(format, args...))
	}
	marks, err := t.kept(base, life)
	if err != nil {
		say("%v", err)
		return lost
	}
	for _, one := range t.said[life] {
		there := 0
		for i, id := range one.ids {
			if got := marks[id]; len(got) == 1 && got[0] == one.marks[i] {
				there++
			} else if len(got) > 0 {
				say("statement %s is there %d times, as %q", id, len(got), got)
			}
			delete(marks, id)
		}
		if there != len(one.ids) && (one.acked || there > 0) {
			say("%d of %d statements of a request are there; acknowledged: %v", there, len(one.ids), one.acked)
		}
		if one.file != nil && there > 0 {
			_, body, err := t.ask(http.MethodGet, base+"/xapi/statements?attachments=true&statementId="+one.ids[0], "", nil)
			if err != nil || !bytes.Contains(body, one.file) {
				say("the file of statement %s is not there whole: %v", one.ids[0], err)
			}
		}
	}
	for id := range marks {
		say("nobody told statement %s", id)
	}
	return lost
}

// kept is what the store holds of a life: the marks of every statement, by its id.
func (t *teller) kept(base string, life int) (map[string][]string, error) {
	marks := map[string][]string{}
	for next := "/xapi/statements?limit=500&agent=" + url.QueryEscape(t.agent(life)); next != ""; {
		status, body, err := t.ask(http.MethodGet, base+next, "", nil)
		if err != nil || status != http.StatusOK {
			return nil, fmt.Errorf("the store answers %d, %v", status, err)
		}
		var page struct {
			Statements []struct {
				ID     string
				Result struct{ Response string }
			}
			More string
		}
		if err := json.Unmarshal(body, &page); err != nil {
			return nil, err
		}
		for _, s := range page.Statements {
			marks[s.ID] = append(marks[s.ID], s.Result.Response)
		}
		next = page.More
	}
	return marks, nil
}

// until tells the nodes of a pair, each request until it is acknowledged, till stop is closed.
func (t *teller) until(p *pair, stop <-chan struct{}) {
	for t.insist(p, t.prepare()) {
		select {
		case <-stop:
			return
		default:
		}
	}
}

// insist sends a request to the nodes in turn until one acknowledges it; that the other one may have kept it already
// makes no difference, since statements have ids.
func (t *teller) insist(p *pair, one *telling) bool {
	turn := 0
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(20 * time.Millisecond) {
		turn++
		at := p.places[turn%2]
		life := at.life.Load()
		status, err := t.send("http://"+at.address, one)
		switch {
		case one.acked:
			p.acked.Add(1)
			return true
		case err != nil && (life%2 == 1 || at.life.Load() != life):
			p.cut.Add(1)
		case err != nil:
			p.say("%s: a running node gives no answer: %v", t.name, err)
			return false
		case status == http.StatusServiceUnavailable:
			p.told.Add(1)
		default:
			p.say("%s: %d", t.name, status)
			return false
		}
	}
	p.say("%s: not acknowledged in %v", t.name, patience)
	return false
}
