package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// The bars of DESIGN part 8.
const (
	barStart       = 500 * time.Millisecond
	barPublic      = 0.70
	barLearner     = 0.25
	barServeMemory = 150 << 20
	barPage        = 40 << 10
)

const (
	learners  = 1000
	requests  = 30_000
	rounds    = 3
	checklist = "checklists/first-questions"
)

// The pages of the shipped course that are asked for.
var (
	lessonPage    = "/en/introduction/what-government-software-is/"
	otherPages    = []string{"/en/", "/en/introduction/", "/en/introduction/what-the-licence-changes/", "/fr/introduction/ce-que-change-la-licence/", "/en/introduction/check/"}
	checklistPage = "/en/checklists/first-questions/"
)

// child is a server that we started.
type child struct {
	cmd     *exec.Cmd
	address string
	took    time.Duration // from start to the first page
}

// start runs a server and waits, half a minute at most, for its first page.
func (b *bench) start(path, program string, args ...string) (*child, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "ADDRESS", address)
	}
	c := &child{cmd: exec.Command(program, args...), address: address}
	log, err := os.CreateTemp(b.folder, "log-*")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	c.cmd.Stderr, c.cmd.Stdout = log, log
	began := time.Now()
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	message := request(address, path, nil)
	for time.Since(began) < 30*time.Second {
		if _, err := probe(address, message); err == nil {
			c.took = time.Since(began)
			return c, nil
		}
		time.Sleep(time.Millisecond)
	}
	c.stop()
	text, _ := os.ReadFile(log.Name())
	return nil, fmt.Errorf("%s does not answer:\n%s", filepath.Base(program), text)
}

func (c *child) stop() {
	_ = c.cmd.Process.Signal(os.Interrupt) // it may have ended by itself
	ended := make(chan struct{})
	go func() { _ = c.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		_ = c.cmd.Process.Kill()
	}
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func (b *bench) atelier(data string) (*child, error) {
	return b.start(lessonPage, b.program, "serve", "--data", data, "--listen", "ADDRESS")
}

// serving measures the shipped course as it is served.
func (b *bench) serving() error {
	var starts []time.Duration
	for i := range 7 {
		c, err := b.atelier(filepath.Join(b.folder, fmt.Sprintf("data-%d", i)))
		if err != nil {
			return err
		}
		starts = append(starts, c.took)
		c.stop()
	}
	slices.Sort(starts)
	middle := starts[len(starts)/2]
	b.note(figure{what: "start to first page, new data folder (median of 7)", measured: fmt.Sprintf("%d ms", middle.Milliseconds()), bar: "≤ 500 ms", missed: middle > barStart})

	site, err := b.atelier(filepath.Join(b.folder, "data"))
	if err != nil {
		return err
	}
	defer site.stop()
	if err := b.weight(site); err != nil {
		return err
	}
	cookie, err := b.learners(site)
	if err != nil {
		return err
	}
	for _, encoding := range []string{"gzip", ""} {
		if err := b.rates(site, cookie, encoding); err != nil {
			return err
		}
	}
	return nil
}

// weight notes the bytes of a lesson's page as they cross the network.
func (b *bench) weight(site *child) error {
	for _, encoding := range []string{"gzip", ""} {
		size, err := probe(site.address, request(site.address, lessonPage, encodingHeader(encoding)))
		if err != nil {
			return err
		}
		b.note(figure{what: "bytes of a lesson’s page, " + or(encoding, "plain") + " (first view with its files: the weight test)", measured: fmt.Sprintf("%d", size.body), bar: "≤ 40 KB", missed: size.body > barPage && encoding != ""})
	}
	return nil
}

func encodingHeader(encoding string) map[string]string {
	if encoding == "" {
		return map[string]string{}
	}
	return map[string]string{"Accept-Encoding": encoding}
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// learners lets a thousand devices learn: each marks a lesson as done, ticks a box and reads on. It gives the cookie of
// one of them, and notes what the site holds in memory meanwhile.
func (b *bench) learners(site *child) (string, error) {
	var wg sync.WaitGroup
	failed := make(chan error, learners)
	var cookie string
	var mu sync.Mutex
	gate := make(chan struct{}, 16)
	for i := range learners {
		wg.Go(func() {
			gate <- struct{}{}
			defer func() { <-gate }()
			c, err := learn("http://"+site.address, i)
			if err != nil {
				failed <- err
				return
			}
			mu.Lock()
			cookie = c
			mu.Unlock()
		})
	}
	wg.Wait()
	select {
	case err := <-failed:
		return "", err
	default:
	}
	now, peak, err := residentOf(site.cmd.Process.Pid)
	if err != nil {
		return "", err
	}
	b.note(figure{what: fmt.Sprintf("resident memory with %d active learners", learners), measured: fmt.Sprintf("%s (peak %s)", mebibytes(now), mebibytes(peak)), bar: "≤ 150 MB", missed: peak > barServeMemory})
	return cookie, nil
}

func learn(base string, number int) (cookie string, err error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return "", err
	}
	client := &http.Client{Jar: jar, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	acts := []struct {
		path string
		form url.Values
	}{
		{lessonPage, url.Values{"act": {"done"}}},
		{checklistPage, url.Values{"checklist": {checklist}, "was": {""}}},
	}
	for _, act := range acts {
		if err := visit(client.PostForm(base+act.path, act.form)); err != nil {
			return "", err
		}
	}
	for _, path := range append(otherPages, lessonPage) {
		if err := visit(client.Get(base + path)); err != nil {
			return "", err
		}
	}
	address, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	var all []string
	for _, c := range jar.Cookies(address) {
		all = append(all, c.Name+"="+c.Value)
	}
	if len(all) == 0 {
		return "", fmt.Errorf("learner %d got no cookie", number)
	}
	return strings.Join(all, "; "), nil
}

func visit(answer *http.Response, err error) error {
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode >= 400 {
		return fmt.Errorf("%s %s: %s", answer.Request.Method, answer.Request.URL, answer.Status)
	}
	return nil
}

// rates compares three servers in turn, three times over: bare net/http with the same bytes, the public page, and the
// page of a learner with progress. The best of each counts.
func (b *bench) rates(site *child, cookie, encoding string) error {
	headers := encodingHeader(encoding)
	file, err := b.save(site, headers)
	if err != nil {
		return err
	}
	bare, err := b.start("/", b.self, "reference-serve", "ADDRESS", file, encoding)
	if err != nil {
		return err
	}
	defer bare.stop()
	withCookie := encodingHeader(encoding)
	withCookie["Cookie"] = cookie
	var reference, public, learner float64
	for range rounds {
		for _, one := range []struct {
			to      *float64
			address string
			path    string
			headers map[string]string
		}{{&reference, bare.address, "/", headers}, {&public, site.address, lessonPage, headers}, {&learner, site.address, lessonPage, withCookie}} {
			rate, err := load(one.address, one.path, one.headers, requests)
			if err != nil {
				return err
			}
			*one.to = max(*one.to, rate)
		}
	}
	name := or(encoding, "plain")
	b.note(figure{what: "public page, " + name, measured: perSecond(public), beside: "bare net/http: " + perSecond(reference), ratio: percent(public, reference), bar: "≥ 70 %", missed: public < barPublic*reference})
	b.note(figure{what: "learner’s page, " + name, measured: perSecond(learner), beside: "public page: " + perSecond(public), ratio: percent(learner, public), bar: "≥ 25 %", missed: learner < barLearner*public})
	return nil
}

// save keeps the body of the lesson's page as it is sent with these headers.
func (b *bench) save(site *child, headers map[string]string) (string, error) {
	r, err := http.NewRequest("GET", "http://"+site.address+lessonPage, nil)
	if err != nil {
		return "", err
	}
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}, Timeout: 30 * time.Second}
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", err
	}
	name := filepath.Join(b.folder, "page-"+or(headers["Accept-Encoding"], "plain"))
	return name, os.WriteFile(name, body, 0o644)
}

func perSecond(rate float64) string { return fmt.Sprintf("%.0f/s", rate) }
func percent(a, b float64) string   { return fmt.Sprintf("%.0f %%", 100*a/b) }
