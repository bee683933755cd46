// Package pgtest gives tests empty PostgreSQL databases on a server of their own:
// a cluster in a temporary folder that is started when a test first asks, and
// stopped by Main or with the test program, however that ends.
package pgtest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Password is the one of the databases' user.
const Password = "no/secret@test"

// account is who runs the server when the tests run as root, which PostgreSQL
// refuses; Debian's package makes it.
const account = "postgres"

// errNone says that there is no PostgreSQL to test with.
var errNone = errors.New("PostgreSQL is not installed (scripts/setup.sh installs it)")

// IsNone says whether an error means that there is no PostgreSQL on this machine.
func IsNone(err error) bool { return errors.Is(err, errNone) }

// cluster is a running server.
type cluster struct {
	dir    string
	bin    string
	port   int
	sync   bool // it waits for the disk, as servers do
	cmd    *exec.Cmd
	ended  chan struct{}
	stop   func()
	admin  *sql.DB
	number atomic.Int64
}

var shared = sync.OnceValues(func() (*cluster, error) {
	c, err := start(false)
	if err == nil {
		started.Store(c)
	}
	return c, err
})

var started atomic.Pointer[cluster]

// Main runs the tests of a package and stops the server. It is called by TestMain.
func Main(m *testing.M) int {
	code := m.Run()
	if c := started.Load(); c != nil {
		c.close()
	}
	return code
}

// New makes an empty database that lasts for one test and gives its address. The
// test is skipped when PostgreSQL is not installed.
func New(t testing.TB) string {
	t.Helper()
	c, err := shared()
	if errors.Is(err, errNone) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	name := "t" + strconv.FormatInt(c.number.Add(1), 10)
	if _, err := c.admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := c.admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return c.address(name)
}

// Exec runs SQL in a database as somebody who is not Atelier would.
func Exec(t testing.TB, address, query string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

func (c *cluster) address(database string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(account, Password), Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)), Path: database}
	return u.String()
}

// programs finds the folder of the newest initdb.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	sort.Slice(found, func(i, j int) bool { return version(found[i]) > version(found[j]) })
	if len(found) > 0 {
		return filepath.Dir(found[0]), nil
	}
	one, err := exec.LookPath("initdb")
	if err != nil {
		return "", errNone
	}
	return filepath.Dir(one), nil
}

func start(durable bool) (_ *cluster, err error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "atelier-pg-")
	if err != nil {
		return nil, err
	}
	c := &cluster{dir: dir, bin: bin, sync: durable}
	defer func() {
		if err != nil {
			c.close()
		}
	}()
	if err := c.init(); err != nil {
		return nil, err
	}
	if c.port, err = freePort(); err != nil {
		return nil, err
	}
	if err := c.run(); err != nil {
		return nil, err
	}
	if c.admin, err = sql.Open("pgx", c.address("postgres")); err != nil {
		return nil, err
	}
	if err := c.wait(); err != nil {
		return nil, err
	}
	return c, nil
}

// init makes the files of the server.
func (c *cluster) init() error {
	secret := filepath.Join(c.dir, "password")
	if err := os.WriteFile(secret, []byte(Password), 0o600); err != nil {
		return err
	}
	if os.Getuid() == 0 {
		uid, gid, err := runAs()
		if err != nil {
			return err
		}
		for _, path := range []string{c.dir, secret} {
			if err := os.Chown(path, uid, gid); err != nil {
				return err
			}
		}
	}
	cmd := c.command("initdb", "--pgdata="+c.data(), "--username="+account, "--pwfile="+secret, "--auth=scram-sha-256",
		"--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *cluster) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, program), args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	leash(cmd)
	return cmd
}

// runAs is the account that stands in for root.
func runAs() (uid, gid int, err error) {
	u, err := user.Lookup(account)
	if err != nil {
		return 0, 0, errNone
	}
	if uid, err = strconv.Atoi(u.Uid); err != nil {
		return 0, 0, err
	}
	gid, err = strconv.Atoi(u.Gid)
	return uid, gid, err
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// run starts the server. Unless it is to be killed, its data need not survive, so
// nothing waits for the disk.
func (c *cluster) run() error {
	args := []string{"-D", c.data(), "-p", strconv.Itoa(c.port), "-c", "listen_addresses=127.0.0.1",
		"-c", "unix_socket_directories=" + c.dir, "-c", "max_connections=200", "-c", "shared_buffers=32MB"}
	if !c.sync {
		args = append(args, "-c", "fsync=off", "-c", "full_page_writes=off")
	}
	cmd := c.command("postgres", args...)
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	failed := make(chan error)
	c.ended = make(chan struct{})
	go keep(cmd, failed, c.ended)
	if err := <-failed; err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	c.cmd = cmd
	c.stop = func() { _ = cmd.Process.Signal(quit) }
	return nil
}

// wait returns when the server answers.
func (c *cluster) wait() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		err := c.admin.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-c.ended:
			return fmt.Errorf("postgres ended before it answered: %w", err)
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (c *cluster) close() {
	if c.admin != nil {
		c.admin.Close()
	}
	if c.stop != nil {
		c.stop()
		<-c.ended
	}
	os.RemoveAll(c.dir)
}
