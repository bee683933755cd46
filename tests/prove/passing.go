package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"atelier/internal/people/forward"
	"atelier/internal/people/records"
)

// passing is two sites: what is told to the first, and what is learned there, it passes on to the second. Both are killed,
// alone or together, while it does.
type passing struct {
	program     string
	here, there *shore
	store       string // the address of the other store in the API of the first site
	r           *rand.Rand
	all         []*learner
	tellers     []*teller

	rounds int
	struck [3]int // by shores
	acked  int    // acts
	again  int    // statements that the second site had and the first one did not know of, when it began again
}

// shore is a site that keeps its address and its folder when it is started again.
type shore struct {
	address, data string
	options       []string
	key           string // "ID:SECRET"
	site          *site  // nil while none runs
}

// settles is after how long a statement is old enough to be passed on: see records.Room.Settled.
const settles = 2200 * time.Millisecond

// arrives is how long what is left may need to arrive: a lease of 30 seconds and pauses of a minute are among it.
const arrives = 3 * time.Minute

// newPassing makes both sites, their keys and the other store, and starts them.
func newPassing(program, folder string, learners, tellers int, seed int64) (*passing, error) {
	p := &passing{program: program, r: rand.New(rand.NewSource(seed))}
	for i, scopes := range []string{"xapi:read,xapi:write", "xapi:read,xapi:write,stores:read,stores:write"} {
		address, err := freeAddress()
		if err != nil {
			return nil, err
		}
		s := &shore{address: address, data: filepath.Join(folder, fmt.Sprint("site", i))}
		out, err := exec.Command(program, "key", "create", "--data", s.data, "--scope", scopes).Output()
		if err != nil {
			return nil, fmt.Errorf("key create: %w", err)
		}
		s.key = strings.TrimSpace(string(out))
		p.there, p.here = p.here, s
	}
	p.here.options = []string{"--outgoing-allow", p.there.address}
	for i := range learners {
		p.all = append(p.all, newLearner(i, p.r.Int63()))
	}
	for i := range tellers {
		p.tellers = append(p.tellers, newTeller(i, p.here.key, p.r.Int63()))
	}
	if err := p.start(); err != nil {
		return nil, err
	}
	return p, p.connect()
}

// start starts the sites that do not run.
func (p *passing) start() (err error) {
	for _, s := range []*shore{p.there, p.here} {
		if s.site == nil && err == nil {
			s.site, err = startAt(p.program, s.address, append([]string{"--data", s.data}, s.options...)...)
		}
	}
	return err
}

func (s *shore) kill() {
	if s.site != nil {
		s.site.kill()
		s.site = nil
	}
}

// connect tells the first site of the second, as an administrator's program does.
func (p *passing) connect() error {
	login, secret, _ := strings.Cut(p.there.key, ":")
	body, err := json.Marshal(map[string]any{"name": "The ministry", "url": "http://" + p.there.address + records.Endpoint, "login": login, "secret": secret, "people": true, "since": "2020-01-01T00:00:00Z"})
	if err != nil {
		return err
	}
	var made forward.StoreView
	if err := p.here.ask(http.MethodPost, "/api/stores", body, &made); err != nil {
		return err
	}
	p.store = "/api/stores/" + made.ID
	return nil
}

// ask asks a site and reads the JSON of its answer.
func (s *shore) ask(method, path string, body []byte, into any) error {
	q, err := http.NewRequest(method, "http://"+s.address+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	q.Header.Set("Authorization", "Bearer "+s.key)
	q.Header.Set("Content-Type", "application/json")
	if method == http.MethodPatch {
		q.Header.Set("Content-Type", "application/merge-patch+json")
	}
	q.Header.Set("X-Experience-API-Version", "1.0.3")
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return err
	}
	got, err := text(answer)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, answer.StatusCode, got)
	}
	if out, ok := into.(*string); ok {
		*out = got
		return nil
	}
	return json.Unmarshal([]byte(got), into)
}

// push has the first site send at once what it would send in some seconds.
func (p *passing) push() error {
	return p.here.ask(http.MethodPatch, p.store, []byte(`{"state":"on"}`), &forward.StoreView{})
}

// tell lets everybody act on the first site until stop is closed, or it is gone; it returns a function that waits for them.
func (p *passing) tell(stop <-chan struct{}) (wait func()) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	base := p.here.site.base
	act := func(one func(string) bool) {
		wg.Go(func() {
			for one(base) {
				mu.Lock()
				p.acked++
				mu.Unlock()
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for _, l := range p.all {
		act(l.act)
	}
	for _, t := range p.tellers {
		act(t.act)
	}
	return wg.Wait
}

// round lets everybody act, waits until that is old enough, has it sent, kills one site or both meanwhile, and starts them
// again. It ends by counting what arrived without the first site knowing.
func (p *passing) round(which int) error {
	stop := make(chan struct{})
	wait := p.tell(stop)
	time.Sleep(300 * time.Millisecond)
	close(stop)
	wait()
	time.Sleep(settles)
	if err := p.push(); err != nil {
		return err
	}
	stop = make(chan struct{})
	wait = p.tell(stop)
	time.Sleep(time.Duration(p.r.Intn(300)) * time.Millisecond)
	if which != 0 {
		p.there.kill()
	}
	if which == 2 {
		time.Sleep(time.Duration(p.r.Intn(50)) * time.Millisecond)
	}
	if which != 1 {
		p.here.kill()
	}
	close(stop)
	wait()
	if err := p.start(); err != nil {
		return err
	}
	p.rounds++
	p.struck[which]++
	var view forward.StoreView
	if err := p.here.ask(http.MethodGet, p.store, nil, &view); err != nil {
		return err
	}
	arrived, err := p.there.lines()
	if err != nil {
		return err
	}
	if n := statementsIn(arrived) - view.Sent; n > 0 {
		p.again += n
	}
	return nil
}

// lines are the record of a site as lines.
func (s *shore) lines() ([]string, error) {
	got := ""
	err := s.ask(http.MethodGet, records.Endpoint+"/ndjson?attachments=true", nil, &got)
	return strings.Split(strings.TrimSpace(got), "\n"), err
}

func statementsIn(lines []string) (n int) {
	for _, l := range lines {
		if strings.Contains(l, `"actor"`) {
			n++
		}
	}
	return n
}

// arrive waits until everything arrived: by itself, or pushed.
func (p *passing) arrive(pushed bool) (view forward.StoreView, err error) {
	begun, last := time.Now(), time.Time{}
	for time.Since(begun) < arrives {
		if pushed && time.Since(last) > settles {
			if err := p.push(); err != nil {
				return view, err
			}
			last = time.Now()
		}
		if err := p.here.ask(http.MethodGet, p.store, nil, &view); err != nil || view.Behind == 0 {
			return view, err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return view, fmt.Errorf("after %v %d statements did not arrive: %+v", arrives, view.Behind, view)
}

// look compares both records: the same statements and files, each once, in the same order; and nothing was given up.
func (p *passing) look() (wrong []string, statements int, err error) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for _, l := range p.all {
		wrong = append(wrong, l.look("http://"+p.here.address)...)
	}
	for _, t := range p.tellers {
		wrong = append(wrong, t.lookAtAll("http://"+p.here.address)...)
	}
	var view forward.StoreView
	var dead struct{ Items []forward.DeadView }
	err = errors.Join(p.here.ask(http.MethodGet, p.store, nil, &view), p.here.ask(http.MethodGet, p.store+"/dead-letters", nil, &dead))
	if err != nil {
		return wrong, 0, err
	}
	if view.State != "on" || len(dead.Items) > 0 {
		say("the other store is %s, and was refused %d statements: %+v", view.State, len(dead.Items), dead.Items)
	}
	ours, err := p.here.lines()
	theirs, failed := p.there.lines()
	if err := errors.Join(err, failed); err != nil {
		return wrong, 0, err
	}
	for i := range max(len(ours), len(theirs)) {
		if i >= len(ours) || i >= len(theirs) || plain(ours[i]) != plain(theirs[i]) {
			say("%d lines were kept, %d arrived; line %d differs:\n%s\n%s", len(ours), len(theirs), i+1, at(ours, i), at(theirs, i))
			break
		}
	}
	return wrong, statementsIn(theirs), nil
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(none)"
}

// plain is a line without what each store says for itself.
func plain(line string) string {
	var all map[string]json.RawMessage
	if json.Unmarshal([]byte(line), &all) != nil {
		return line
	}
	delete(all, "stored")
	delete(all, "authority")
	out, err := json.Marshal(all)
	if err != nil {
		return line
	}
	return string(out)
}

// end stops the sites as a person does.
func (p *passing) end() (err error) {
	for _, s := range []*shore{p.here, p.there} {
		if s != nil && s.site != nil {
			err = errors.Join(err, s.site.end())
			s.site = nil
		}
	}
	return err
}

// provePassing is the proof of passing on; what is left after the last round must arrive by itself.
func provePassing(program string, rounds, learners, tellers int, most time.Duration, seed int64) error {
	folder, err := os.MkdirTemp("", "atelier-prove-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	p, err := newPassing(program, folder, learners, tellers, seed)
	if err != nil {
		return err
	}
	defer p.end()
	for end := time.Now().Add(most); p.rounds < rounds && time.Now().Before(end); {
		if err := p.round(p.r.Intn(len(p.struck))); err != nil {
			return fmt.Errorf("round %d: %w", p.rounds+1, err)
		}
	}
	begun := time.Now()
	if _, err := p.arrive(false); err != nil {
		return err
	}
	took := time.Since(begun)
	wrong, n, err := p.look()
	if err != nil {
		return err
	}
	fmt.Println("| rounds | site killed | other store killed | both | acts acknowledged | statements that arrived | sent again after a kill | lost, doubled, out of order or refused | until the rest arrived by itself |\n|---|---|---|---|---|---|---|---|---|")
	fmt.Printf("| %d | %d | %d | %d | %d | %d | %d | %d | %d s |\n", p.rounds, p.struck[0], p.struck[1], p.struck[2], p.acked, n, p.again, len(wrong), int(took.Seconds()))
	if len(wrong) > 0 {
		return fmt.Errorf("%d things are wrong:\n%s", len(wrong), strings.Join(wrong, "\n"))
	}
	return p.end()
}
