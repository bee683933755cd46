package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"time"
)

// site is the program while it serves.
type site struct {
	cmd  *exec.Cmd
	base string
	log  journal
	took time.Duration // from start to the first answer
}

// journal is what a program writes, which may be read meanwhile.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// startSite starts the site on the data folder as it lies, with nobody's help, and waits half a minute at most.
func startSite(program, data string) (*site, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return startAt(program, address, "--data", data)
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// startAt starts the site with options on an address, and waits half a minute at most.
func startAt(program, address string, options ...string) (*site, error) {
	s := &site{cmd: exec.Command(program, append([]string{"serve", "--listen", address}, options...)...), base: "http://" + address}
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(began) < 30*time.Second {
		answer, err := http.Get(s.base + "/healthz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				s.took = time.Since(began)
				return s, nil
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	s.kill()
	return nil, fmt.Errorf("the site does not start again:\n%s", s.log.String())
}

// kill ends the site at once: SIGKILL, no clean-up of any kind.
func (s *site) kill() {
	_ = s.cmd.Process.Kill() // it may be gone
	_ = s.cmd.Wait()         // tells that it was killed
}

// end stops the site as a person does.
func (s *site) end() error {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- s.cmd.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(30 * time.Second):
		s.kill()
		return errors.New("the site does not stop when it is asked to")
	}
}
