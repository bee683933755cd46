package pgtest

import (
	"testing"
)

// Server is a PostgreSQL server of one's own that may be killed and started again. It
// waits for the disk as servers do (fsync), so that what it acknowledged is there
// afterwards.
type Server struct{ c *cluster }

// StartServer starts a server with one empty database, in a temporary folder that Close
// removes. IsNone tells the error of a machine without PostgreSQL.
func StartServer() (*Server, error) {
	c, err := start(true)
	if err != nil {
		return nil, err
	}
	return &Server{c}, nil
}

// NewServer is StartServer for one test, which is skipped without PostgreSQL.
func NewServer(t testing.TB) *Server {
	t.Helper()
	s, err := StartServer()
	if IsNone(err) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Address is the address of the database; it stays the same after a kill.
func (s *Server) Address() string { return s.c.address("postgres") }

// Kill ends the server and everything it started at once, with SIGKILL: nothing is
// flushed and no client is told. It returns when all of it is gone.
func (s *Server) Kill() error {
	if err := killTree(s.c.cmd.Process.Pid); err != nil {
		return err
	}
	<-s.c.ended
	return nil
}

// Again starts the killed server on the same port and files, and returns when it has
// recovered and answers.
func (s *Server) Again() error {
	if err := s.c.run(); err != nil {
		return err
	}
	return s.c.wait()
}

// Freeze lets the server and everything it started do nothing until Thaw, as on a machine
// that is paused: connections stay, new ones are taken by the system, and nobody hears a word.
func (s *Server) Freeze() error { return freezeTree(s.c.cmd.Process.Pid) }

// Thaw lets a frozen server go on.
func (s *Server) Thaw() error { return thawTree(s.c.cmd.Process.Pid) }

// Close stops the server and removes its files.
func (s *Server) Close() { s.c.close() }
