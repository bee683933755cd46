package doctor

import (
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
)

// open says whether other accounts of the machine may look into a folder. Windows keeps
// rights elsewhere.
func open(info fs.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

// secret looks whether the keys of sealed secrets are there and are the database's.
func (x *examination) secret(db *store.DB) {
	path := filepath.Join(x.o.Data, seal.File)
	if _, err := os.Lstat(path); x.o.Secret == "" && errors.Is(err, fs.ErrNotExist) {
		// A site makes one at its first start, unless the database knows another.
		x.say("secret", Warning, "secret-none", lang.A{"file": path, "variable": seal.Variable})
		return
	}
	keys, err := seal.Open(seal.Place{Secret: x.o.Secret, Dir: x.o.Data, Shared: true})
	if err == nil {
		err = keys.Fit(x.ctx, db)
	}
	if err != nil {
		x.told("secret", err)
		return
	}
	x.say("secret", Sound, "secret-sound")
}

// mostApart is how far the clocks of the machine and of the database's server may be
// from each other.
const mostApart = 5 * time.Second

// clock compares the machine's clock with what the database knows of time.
func (x *examination) clock(db *store.DB) {
	latest, server, err := db.Times(x.ctx)
	if err != nil {
		x.told("clock", err)
		return
	}
	apart := x.o.Now.Sub(server).Abs().Round(time.Second)
	switch {
	case latest.After(x.o.Now.Add(mostApart)):
		x.say("clock", Failing, "clock-behind", lang.A{"latest": lang.Machine(latest), "now": lang.Machine(x.o.Now)})
	case !server.IsZero() && apart > mostApart:
		x.say("clock", Warning, "clock-apart", lang.A{"n": int(apart.Seconds())})
	default:
		x.say("clock", Sound, "clock-sound", lang.A{"now": lang.Machine(x.o.Now)})
	}
}

// editions looks whether built editions can be read.
func (x *examination) editions() {
	entries, err := os.ReadDir(x.o.Editions)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		x.say("editions", Sound, "editions-none", lang.A{"dir": x.o.Editions})
	case err != nil:
		x.say("editions", Failing, "editions-unreadable", lang.A{"dir": x.o.Editions})
	default:
		x.say("editions", Sound, "editions-sound", lang.A{"dir": x.o.Editions, "n": len(entries)})
	}
}

// mailTime is how long the mail server may take to answer.
const mailTime = 5 * time.Second

// mailPort is that of mail submission, RFC 6409.
const mailPort = "587"

// mail looks whether the mail server lets us in as far as its greeting.
func (x *examination) mail() {
	if x.o.Mail == "" {
		return
	}
	u, err := url.Parse(x.o.Mail)
	if err != nil || u.Hostname() == "" {
		x.say("mail", Failing, "mail-address")
		return
	}
	port := u.Port()
	if port == "" {
		port = mailPort
	}
	address := net.JoinHostPort(u.Hostname(), port)
	conn, err := (&net.Dialer{Timeout: mailTime}).DialContext(x.ctx, "tcp", address)
	if err != nil {
		x.say("mail", Failing, "mail-silent", lang.A{"server": address})
		return
	}
	conn.Close()
	x.say("mail", Sound, "mail-sound", lang.A{"server": address})
}
