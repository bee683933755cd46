package main

import (
	"context"
	"fmt"
	"math/rand"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"atelier/internal/base/store/pgtest"
)

// secret is the key that the nodes of a proof share.
const secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

// recovery is how long nodes may take to answer again once the database does.
const recovery = 30 * time.Second

// place is where a node runs; a node that is started again takes its place.
type place struct {
	address string
	data    string
	site    *site
	// life is even while a node runs and odd while none does. A request during which it
	// changed may end without an answer.
	life atomic.Int64
}

// pair is two nodes on one PostgreSQL server, and what is wrong with them.
type pair struct {
	program string
	server  *pgtest.Server
	blobs   string // a folder that both share
	places  [2]*place
	clerk   *clerk
	tellers []*teller

	mu    sync.Mutex
	wrong []string
	acked atomic.Int64 // acts
	told  atomic.Int64 // answers that said in plain words that this cannot be kept now
	cut   atomic.Int64 // requests to a node that was killed
	back  []time.Duration
}

// newPair starts the server and both nodes, with their files in a folder.
func newPair(program, folder string, server *pgtest.Server) (*pair, error) {
	if err := os.Setenv("ATELIER_SECRET", secret); err != nil {
		return nil, err
	}
	p := &pair{program: program, server: server, blobs: filepath.Join(folder, "blobs")}
	for i := range p.places {
		address, err := freeAddress()
		if err != nil {
			return nil, err
		}
		p.places[i] = &place{address: address, data: filepath.Join(folder, fmt.Sprint("node", i))}
		p.places[i].life.Store(1)
		if err := p.start(p.places[i]); err != nil {
			return nil, err
		}
	}
	var err error
	p.clerk, err = p.newClerk()
	return p, err
}

func (p *pair) start(at *place) (err error) {
	at.site, err = startAt(p.program, at.address, "--data", at.data, "--blobs", p.blobs, "--database", p.server.Address())
	if err == nil {
		at.life.Add(1)
	}
	return err
}

// kill ends a node and looks whether its log is that of a sound program.
func (p *pair) kill(at *place) {
	at.life.Add(1)
	at.site.kill()
	p.read(at)
}

func (p *pair) read(at *place) {
	for line := range strings.Lines(at.site.log.String()) {
		if strings.Contains(line, "panic") || strings.Contains(line, `"status":500`) || strings.Contains(line, `"kind":"internal"`) {
			p.say("a node wrote: %s", line)
		}
	}
}

func (p *pair) end() {
	for _, at := range p.places {
		if at == nil || at.life.Load()%2 == 1 {
			continue
		}
		at.life.Add(1)
		if err := at.site.end(); err != nil {
			p.say("a node does not stop as it should: %v", err)
		}
		p.read(at)
	}
}

func (p *pair) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrong = append(p.wrong, fmt.Sprintf(format, args...))
}

// recover waits until both nodes say that they are ready, by themselves.
func (p *pair) recover() error {
	begun := time.Now()
	for _, at := range p.places {
		for !ready("http://" + at.address) {
			if time.Since(begun) > recovery {
				return fmt.Errorf("the node at %s does not find the database again", at.address)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	p.back = append(p.back, time.Since(begun))
	return nil
}

func ready(base string) bool {
	answer, err := http.Get(base + "/readyz")
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// engage makes tellers with a key.
func (p *pair) engage(count int, r *rand.Rand) error {
	if count == 0 {
		return nil
	}
	key, err := xapiKey(p.program, "--database", p.server.Address())
	if err != nil {
		return err
	}
	for i := range count {
		p.tellers = append(p.tellers, newTeller(i, key, r.Int63()))
	}
	return nil
}

// lookAtTold looks, at one node and the other in turn, for what tellers told since the last look.
func (p *pair) lookAtTold() {
	for _, t := range p.tellers {
		for _, wrong := range t.look("http://" + p.places[t.life%2].address) {
			p.say("%s", wrong)
		}
	}
}

// harm is what a round does.
type harm struct {
	node, database bool          // are killed
	freeze         bool          // the database does nothing for a while
	which          int           // node
	away           time.Duration // of the database
}

// round lets learners and the clerk act, does the harm, mends it, waits until every act under
// way was acknowledged, and looks whether the audit trail is whole and has each of the
// clerk's acts once.
func (p *pair) round(all []*steady, h harm, before time.Duration) error {
	var learning sync.WaitGroup
	stop := make(chan struct{})
	for _, l := range all {
		learning.Go(func() { l.until(stop) })
	}
	learning.Go(func() { p.clerk.until(stop) })
	for _, t := range p.tellers {
		learning.Go(func() { t.until(p, stop) })
	}
	time.Sleep(before)
	err := p.strike(h)
	if err == nil {
		err = p.recover()
	}
	time.Sleep(before / 4) // they go on on both
	close(stop)
	learning.Wait()
	if err == nil {
		err = p.clerk.look(context.Background())
	}
	return err
}

func (p *pair) strike(h harm) error {
	at := p.places[h.which]
	if h.node {
		p.kill(at)
	}
	if h.database {
		if err := p.server.Kill(); err != nil {
			return err
		}
		time.Sleep(h.away)
		if err := p.server.Again(); err != nil {
			return err
		}
	}
	if h.freeze {
		if err := p.server.Freeze(); err != nil {
			return err
		}
		time.Sleep(h.away)
		if err := p.server.Thaw(); err != nil {
			return err
		}
	}
	if h.node {
		return p.start(at)
	}
	return nil
}

// harms are what rounds do, by the name of their column.
var harms = []struct {
	name string
	harm
}{
	{"node killed", harm{node: true}},
	{"database killed", harm{database: true}},
	{"both", harm{node: true, database: true}},
	{"database frozen", harm{freeze: true}},
}

// frozen is how much longer than a killed database a frozen one is away: longer than nodes
// wait for an answer.
const frozen = 6 * time.Second

// proveNodes is the proof with two nodes; it ends the program with 1 when anything is wrong.
func proveNodes(program string, rounds, count, tellers int, most time.Duration, seed int64) {
	err := nodesProof(program, rounds, count, tellers, most, rand.New(rand.NewSource(seed)))
	if err != nil {
		fmt.Fprintln(os.Stderr, "prove:", err)
		os.Exit(1)
	}
}

func nodesProof(program string, rounds, count, tellers int, most time.Duration, r *rand.Rand) error {
	server, err := pgtest.StartServer()
	if err != nil {
		return err
	}
	defer server.Close()
	folder, err := os.MkdirTemp("", "atelier-prove-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	p, err := newPair(program, folder, server)
	if err != nil {
		return err
	}
	defer p.end()
	browser, err := p.person()
	if err != nil {
		return err
	}
	all, err := p.learners(count)
	if err != nil {
		return err
	}
	if err := p.engage(tellers, r); err != nil {
		return err
	}
	done, of := 0, make([]int, len(harms))
	for end := time.Now().Add(most); done < rounds && time.Now().Before(end) && len(p.wrong) == 0; done++ {
		what := r.Intn(len(harms))
		h := harms[what].harm
		h.which, h.away = r.Intn(2), time.Duration(r.Intn(1000))*time.Millisecond
		if h.freeze {
			h.away += frozen
		}
		if err := p.round(all, h, time.Duration(100+r.Intn(500))*time.Millisecond); err != nil {
			return fmt.Errorf("round %d: %w", done+1, err)
		}
		for _, l := range all {
			l.look()
		}
		p.lookAtTold()
		p.known(browser)
		if done%10 == 9 || done == rounds-1 { // jobs of another program are looked for every few seconds
			if err := p.inside(context.Background()); err != nil {
				return fmt.Errorf("round %d: %w", done+1, err)
			}
		}
		of[what]++
	}
	p.print(done, of)
	p.end()
	if len(p.wrong) > 0 {
		return fmt.Errorf("%d things are wrong:\n%s", len(p.wrong), strings.Join(p.wrong, "\n"))
	}
	return nil
}

// print tells what was done and seen.
func (p *pair) print(rounds int, of []int) {
	longest := time.Duration(0)
	for _, b := range p.back {
		longest = max(longest, b)
	}
	var names, counts []string
	for i, h := range harms {
		names, counts = append(names, h.name), append(counts, fmt.Sprint(of[i]))
	}
	fmt.Printf("| rounds | %s | acts acknowledged | told to wait (503) | cut off | lost or doubled | longest until both are ready |\n", strings.Join(names, " | "))
	fmt.Println(strings.Repeat("|---", len(names)+6) + "|")
	fmt.Printf("| %d | %s | %d | %d | %d | %d | %d ms |\n", rounds, strings.Join(counts, " | "), p.acked.Load(), p.told.Load(), p.cut.Load(), len(p.wrong), longest.Milliseconds())
}
