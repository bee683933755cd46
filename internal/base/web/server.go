package web

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// The times a request may take. Uploads and downloads that need longer say so
// with http.ResponseController.
const (
	headerTime = 5 * time.Second
	readTime   = 30 * time.Second
	writeTime  = 60 * time.Second
	idleTime   = 2 * time.Minute
	// grace is how long running requests may go on after the order to stop.
	grace       = 10 * time.Second
	headerBytes = 64 << 10
)

// Server serves one handler on one address.
type Server struct {
	Addr    string // "localhost:8080", ":8080"; port 0 chooses a free one
	Handler http.Handler
	TLS     *tls.Config // nil for plain HTTP
	Log     *slog.Logger
	// Ready is told the address once requests are taken. It may be nil.
	Ready func(net.Addr)
	// OnDrain is called when the order to stop comes: from then on this node says
	// that it is not ready. It may be nil.
	OnDrain func()
	// Drain is how long requests are still taken after that, so that the servers in
	// front learn of it first. Answers close their connections meanwhile.
	Drain time.Duration
	// OnStop is called when no more requests are taken, to end answers that would go
	// on for ever. It may be nil.
	OnStop func()

	draining atomic.Bool
}

// Run serves until ctx ends, drains, lets running requests finish and returns nil. When
// the address cannot be used it returns a fault at once.
func (s *Server) Run(ctx context.Context) error {
	listener, err := listen(ctx, s.Addr)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		TLSConfig:         s.TLS,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       readTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	if s.OnStop != nil {
		server.RegisterOnShutdown(s.OnStop)
	}
	failed := make(chan error, 1)
	go func() {
		if s.TLS != nil {
			failed <- server.ServeTLS(listener, "", "")
			return
		}
		failed <- server.Serve(listener)
	}()
	if s.Ready != nil {
		s.Ready(listener.Addr())
	}
	select {
	case err := <-failed:
		return fault.New(fault.Unavailable, words, "stopped-listening", lang.A{"addr": s.Addr}).Because(err)
	case <-ctx.Done():
	}
	s.drain()
	return s.stop(server)
}

// serve answers; while the node drains, connections end with their answer, so that
// none rests with a server in front when this one goes.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if s.draining.Load() {
		w.Header()["Connection"] = []string{"close"}
	}
	s.Handler.ServeHTTP(w, r)
}

// drain tells that the node goes, and waits until those in front have heard it.
func (s *Server) drain() {
	s.draining.Store(true)
	if s.OnDrain != nil {
		s.OnDrain()
	}
	if s.Drain > 0 {
		s.Log.Info("draining", "for", s.Drain)
		time.Sleep(s.Drain)
	}
}

// stop takes no new requests and waits for the running ones.
func (s *Server) stop(server *http.Server) error {
	wait, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	err := server.Shutdown(wait)
	if errors.Is(err, context.DeadlineExceeded) {
		s.Log.Warn("requests were cut off", "after", grace)
		err = server.Close()
	}
	return err
}

// Windows has numbers of its own for these (winsock2.h).
const (
	winAddressInUse = syscall.Errno(10048)
	winAccess       = syscall.Errno(10013)
)

// listen opens the address and says plainly why it cannot.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	names := lang.A{"addr": addr}
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return nil, fault.New(fault.Usage, words, "bad-address", names).Because(err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, winAddressInUse):
		return nil, fault.New(fault.Unavailable, words, "port-in-use", names).Because(err)
	case errors.Is(err, syscall.EACCES), errors.Is(err, winAccess):
		return nil, fault.New(fault.Unavailable, words, "port-not-allowed", names).Because(err)
	default:
		return nil, fault.New(fault.Unavailable, words, "cannot-listen", names).Because(err)
	}
}
