package web

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

func TestServerFinishesWhatRunsBeforeItStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	entered, ready, told := make(chan bool), make(chan net.Addr, 1), make(chan bool)
	server := &Server{
		Addr: "127.0.0.1:0",
		Log:  slog.New(slog.DiscardHandler),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			entered <- true
			<-told // stopping has begun
			_, _ = io.WriteString(w, "whole")
		}),
		Ready:  func(a net.Addr) { ready <- a },
		OnStop: func() { close(told) },
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	addr := (<-ready).String()
	answer := make(chan string, 1)
	go func() {
		res, err := http.Get("http://" + addr)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer res.Body.Close()
		data, _ := io.ReadAll(res.Body)
		answer <- string(data)
	}()
	<-entered
	stop()
	if got := <-answer; got != "whole" {
		t.Errorf("the running request got %q", got)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("stopped with %v", err)
		}
	case <-time.After(grace):
		t.Error("it did not stop")
	}
	if _, err := net.DialTimeout("tcp", addr, time.Second); err == nil {
		t.Error("it still listens")
	}
}

func TestServerSaysWhyItCannotListen(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for addr, want := range map[string]struct {
		exit int
		text string
	}{
		taken.Addr().String(): {4, "already using " + taken.Addr().String()},
		"192.0.2.1:8080":      {4, "cannot listen"}, // TEST-NET-1: nobody's address
		"8080":                {2, "cannot be read"},
		"localhost:99999999":  {4, "cannot listen"},
	} {
		err := (&Server{Addr: addr, Log: slog.New(slog.DiscardHandler)}).Run(t.Context())
		if fault.ExitCode(err) != want.exit || !strings.Contains(fault.Message(err, lang.English), want.text) {
			t.Errorf("%s: exit code %d, %v", addr, fault.ExitCode(err), err)
		}
		for _, tag := range lang.Interfaces() {
			if !strings.Contains(fault.Hint(err, tag), "--listen") {
				t.Errorf("%s: the %s hint is %q", addr, tag, fault.Hint(err, tag))
			}
		}
	}
}

// While the node drains, requests are still taken, and each ends its connection.
func TestServerDrainsBeforeItStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	ready, draining := make(chan net.Addr, 1), make(chan bool)
	server := &Server{
		Addr: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler), Drain: time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "whole") }),
		Ready:   func(a net.Addr) { ready <- a },
		OnDrain: func() { close(draining) },
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	addr := "http://" + (<-ready).String()
	ask := func() bool {
		t.Helper()
		res, err := http.Get(addr)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if data, _ := io.ReadAll(res.Body); string(data) != "whole" {
			t.Errorf("got %q", data)
		}
		return res.Close
	}
	if ask() {
		t.Error("a connection ends although the node stays")
	}
	stop()
	<-draining
	if !ask() {
		t.Error("a connection rests with a node that goes")
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
