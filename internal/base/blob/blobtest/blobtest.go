// Package blobtest gives the tests of other packages an S3 server of its own: npm's
// s3rver, started when a test first asks and stopped with the test program. With
// ATELIER_TEST_S3=s3://KEY:SECRET@host/bucket?… the tests use that bucket instead, and
// leave files in it.
package blobtest

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Key and Secret are those of s3rver, which knows no others.
const (
	Key    = "S3RVER"
	Secret = "S3RVER"
)

// foreign is the variable that names another server.
const foreign = "ATELIER_TEST_S3"

// errNone says that there is no S3 server to test with.
var errNone = errors.New("s3rver or node is not installed (scripts/setup.sh installs them)")

// buckets is how many tests of one program may have a bucket of their own.
const buckets = 40

// Server is a running S3 server.
type Server struct {
	Host   string   // host and port
	own    *url.URL // of a bucket on a server that is not ours; nil for s3rver
	script string
	dir    string
	stop   func()
	next   atomic.Int64
}

var shared = sync.OnceValues(start)

// Main runs the tests of a package and stops the server. It is called by TestMain, or
// its part after the tests by Stop.
func Main(m *testing.M) int {
	defer Stop()
	return m.Run()
}

var started atomic.Pointer[Server]

// Stop ends the server when a test has started it.
func Stop() {
	if s := started.Load(); s != nil {
		s.stop()
		os.RemoveAll(s.dir)
	}
}

// New gives the shared server and an empty bucket of it. The test is skipped when
// there is no server.
func New(t testing.TB) (s *Server, bucket string) {
	t.Helper()
	s, err := shared()
	if errors.Is(err, errNone) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	n := s.next.Add(1)
	if s.own != nil {
		return s, strings.Trim(s.own.Path, "/") + "/" + strconv.FormatInt(time.Now().UnixNano(), 36)
	}
	if n > buckets {
		t.Fatalf("there are %d buckets; more tests want one", buckets)
	}
	return s, bucketName(n)
}

// Address is the address of a bucket on the server, or on another host that leads there.
func (s *Server) Address(bucket, host string) string {
	if host == "" {
		host = s.Host
	}
	if s.own != nil {
		u := *s.own
		u.Host, u.Path = host, "/"+bucket
		return u.String()
	}
	u := url.URL{Scheme: "s3", User: url.UserPassword(Key, Secret), Host: host, Path: "/" + bucket, RawQuery: "tls=false"}
	return u.String()
}

func bucketName(n int64) string { return "bucket-" + strconv.FormatInt(n, 10) }

// Folder is where the server keeps a bucket, for tests that damage what is in it;
// empty when the server is not ours.
func (s *Server) Folder(bucket string) string {
	if s.own != nil {
		return ""
	}
	return filepath.Join(s.dir, bucket)
}

var listening = regexp.MustCompile(`listening on (\S+)`)

func start() (*Server, error) {
	if address := os.Getenv(foreign); address != "" {
		u, err := url.Parse(address)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", foreign, err)
		}
		return &Server{Host: u.Host, own: u}, nil
	}
	s, err := startOwn()
	if err == nil {
		started.Store(s)
	}
	return s, err
}

// startOwn starts a server on a free port, with its files in a temporary folder.
func startOwn() (*Server, error) {
	script, err := program()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "atelier-s3-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, script: script}
	if err := s.run("0"); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return s, nil
}

// run starts the program, and returns when it listens.
func (s *Server) run(port string) error {
	args := []string{s.script, "--directory", s.dir, "--address", "127.0.0.1", "--port", port, "--silent"}
	for n := range int64(buckets) {
		args = append(args, "--configure-bucket", bucketName(n+1))
	}
	cmd := exec.Command("node", args...)
	leash(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := begin(cmd); err != nil {
		return fmt.Errorf("s3rver: %w", err)
	}
	s.stop = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // tells that it was killed
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if found := listening.FindStringSubmatch(lines.Text()); found != nil {
			s.Host = found[1]
			return nil
		}
	}
	s.stop()
	return errors.New("s3rver ended before it listened")
}

// NewServer starts a server for one test, which may be killed and started again. The test
// is skipped when there is none.
func NewServer(t testing.TB) (s *Server, bucket string) {
	t.Helper()
	s, err := startOwn()
	if errors.Is(err, errNone) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.stop()
		os.RemoveAll(s.dir)
	})
	return s, bucketName(1)
}

// Kill ends the server at once; its port answers nobody.
func (s *Server) Kill() { s.stop() }

// Again starts the killed server on the same port and files.
func (s *Server) Again() error {
	_, port, err := net.SplitHostPort(s.Host)
	if err != nil {
		return err
	}
	return s.run(port)
}

// program finds s3rver in the tree's node_modules.
func program() (string, error) {
	if _, err := exec.LookPath("node"); err != nil {
		return "", errNone
	}
	_, here, _, _ := runtime.Caller(0)
	script := filepath.Join(filepath.Dir(here), "..", "..", "..", "..", "node_modules", "s3rver", "bin", "s3rver.js")
	if _, err := os.Stat(script); err != nil {
		return "", errNone
	}
	return script, nil
}
