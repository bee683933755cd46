// Command prove kills the site again and again while learners click, and looks afterwards whether anything that was
// acknowledged is gone. It is bounded in rounds and in time, speaks to loopback only, and ends with 1 when anything was
// lost or the site did not start again by itself.
//
// Its words: an act is one request that changes something; an act is acknowledged when its answer has arrived whole; an
// act in flight when the site was killed may be there or not, and both are right.
package main

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	program := flag.String("atelier", "out/bin/atelier", "the program to prove")
	rounds := flag.Int("rounds", 200, "how often the site is killed")
	count := flag.Int("learners", 8, "learners who click at once")
	most := flag.Duration("most", 30*time.Minute, "stop after this long, whatever was done")
	tellers := flag.Int("tellers", 0, "other programs that put statements at once, with attachments")
	seed := flag.Int64("seed", 1, "of what learners do and when the site is killed")
	nodes := flag.Bool("nodes", false, "prove two nodes on one PostgreSQL in the place of one on SQLite: nodes and database are killed")
	passing := flag.Bool("forward", false, "prove that what a site passes on to another store arrives: both are killed")
	flag.Parse()
	if *nodes {
		proveNodes(*program, *rounds, *count, *tellers, *most, *seed)
		return
	}
	if *passing {
		if err := provePassing(*program, *rounds, *count, *tellers, *most, *seed); err != nil {
			fmt.Fprintln(os.Stderr, "prove:", err)
			os.Exit(1)
		}
		return
	}
	folder, err := os.MkdirTemp("", "atelier-prove-*")
	if err == nil {
		p := &proof{program: *program, data: filepath.Join(folder, "data"), r: rand.New(rand.NewSource(*seed))}
		err = p.run(*rounds, *count, *tellers, *most)
		p.print()
		if err == nil {
			err = os.RemoveAll(folder)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "prove:", err)
		fmt.Fprintln(os.Stderr, "prove: the data folder is kept in", folder)
		os.Exit(1)
	}
}

// proof is one run and what it counted.
type proof struct {
	program string
	data    string
	r       *rand.Rand
	all     []*learner
	tellers []*teller

	rounds   int
	killed   int // while at least one act was in flight
	lost     []string
	starts   []time.Duration
	acted    atomic.Int64
	inFlight atomic.Int64
}

func (p *proof) run(rounds, count, tellers int, most time.Duration) error {
	end := time.Now().Add(most)
	for i := range count {
		p.all = append(p.all, newLearner(i, p.r.Int63()))
	}
	if err := p.engage(tellers); err != nil {
		return err
	}
	for p.rounds < rounds && time.Now().Before(end) {
		if err := p.round(); err != nil {
			return fmt.Errorf("round %d: %w", p.rounds+1, err)
		}
		p.rounds++
		if p.rounds%20 == 0 {
			fmt.Fprintf(os.Stderr, "%d rounds, %d acts acknowledged, %d lost\n", p.rounds, p.acted.Load(), len(p.lost))
		}
	}
	// The last kill is looked at too, and then the site ends as it should.
	s, err := startSite(p.program, p.data)
	if err != nil {
		return err
	}
	p.starts = append(p.starts, s.took)
	p.look(s)
	for _, t := range p.tellers {
		p.lost = append(p.lost, t.lookAtAll(s.base)...)
	}
	if err := s.end(); err != nil {
		return err
	}
	if len(p.lost) > 0 {
		return fmt.Errorf("%d acknowledged acts are gone:\n%s", len(p.lost), p.lost[0])
	}
	return nil
}

// engage makes tellers with a key, before the site runs.
func (p *proof) engage(count int) error {
	if count == 0 {
		return nil
	}
	key, err := xapiKey(p.program, "--data", p.data)
	if err != nil {
		return err
	}
	for i := range count {
		p.tellers = append(p.tellers, newTeller(i, key, p.r.Int63()))
	}
	return nil
}

// round starts the site, looks whether all is there, lets the learners click for a moment and kills the site.
func (p *proof) round() error {
	s, err := startSite(p.program, p.data)
	if err != nil {
		return err
	}
	p.starts = append(p.starts, s.took)
	p.look(s)
	var wg sync.WaitGroup
	stop := make(chan struct{})
	act := func(one func(base string) bool) {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if !one(s.base) {
				p.inFlight.Add(1)
				return
			}
			p.acted.Add(1)
		}
	}
	for _, l := range p.all {
		wg.Go(func() { act(l.act) })
	}
	for _, t := range p.tellers {
		wg.Go(func() { act(t.act) })
	}
	time.Sleep(time.Duration(50+p.r.Intn(400)) * time.Millisecond)
	before := p.inFlight.Load()
	s.kill()
	close(stop)
	wg.Wait()
	if p.inFlight.Load() > before {
		p.killed++
	}
	return nil
}

// look compares what the site holds of every learner with what was acknowledged.
func (p *proof) look(s *site) {
	for _, l := range p.all {
		p.lost = append(p.lost, l.look(s.base)...)
	}
	for _, t := range p.tellers {
		p.lost = append(p.lost, t.look(s.base)...)
	}
}

func (p *proof) print() {
	slices.Sort(p.starts)
	if len(p.starts) == 0 {
		return
	}
	fmt.Printf("| rounds of kill -9 | with an act in flight | acts acknowledged | acts in flight | acknowledged and gone | start after a kill: median, longest |\n|---|---|---|---|---|---|\n")
	fmt.Printf("| %d | %d | %d | %d | %d | %d ms, %d ms |\n", p.rounds, p.killed, p.acted.Load(), p.inFlight.Load(), len(p.lost),
		p.starts[len(p.starts)/2].Milliseconds(), p.starts[len(p.starts)-1].Milliseconds())
}
