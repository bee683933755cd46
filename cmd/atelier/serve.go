package main

import (
	"context"
	"io/fs"
	"net"
	"os"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/web"
	"atelier/internal/content/publish"
	"atelier/internal/site"
)

// serveCommand is the learner's site.
type serveCommand struct {
	Course     []string `arg:"" optional:"" help:"${courses}"`
	Data       string   `default:"data" type:"path" help:"${data}"`
	Database   string   `env:"ATELIER_DATABASE" placeholder:"URL" help:"${database}"`
	Blobs      string   `env:"ATELIER_BLOBS" placeholder:"ADDRESS" help:"${blobs}"`
	Editions   string   `type:"path" help:"${editions}"`
	OfferBanks bool     `name:"offer-banks" help:"${offer_banks}"`
	Listen     string   `default:"127.0.0.1:8080" help:"${listen}"`
	BaseURL    string   `name:"base-url" help:"${base_url}"`
	Contact    string   `help:"${contact}"`
	NewSecret  bool     `name:"new-secret" help:"${new_secret}"`
	Dev        bool     `help:"${dev}"`

	Front    frontFlags    `embed:""`
	TLS      tlsFlags      `embed:""`
	Mail     mailFlags     `embed:""`
	Outgoing outgoingFlags `embed:""`
	Log      logFlags      `embed:""`
}

func (s *serveCommand) Run(ctx context.Context, t *terminal) error {
	first, others, err := s.courses()
	if err != nil {
		return err
	}
	contact, err := contactOf(s.Contact)
	if err != nil {
		return err
	}
	outgoing, err := s.Outgoing.options()
	if err != nil {
		return err
	}
	proxies, err := web.ReadProxies(s.Front.TrustedProxies)
	if err != nil {
		return err
	}
	server, sender, err := s.Mail.options()
	if err != nil {
		return err
	}
	if s.BaseURL, err = s.TLS.check(s.BaseURL); err != nil {
		return err
	}
	log, flush := s.Log.log(t)
	defer flush()
	served, err := site.New(ctx, site.Options{
		Course: first, Others: others, Editions: s.Editions, Banks: s.OfferBanks,
		Data: s.Data, Database: s.Database, Blobs: s.Blobs, Secret: os.Getenv(seal.Variable), NewSecret: s.NewSecret,
		BaseURL: s.BaseURL, Contact: contact, Version: version(), Dev: s.Dev,
		Outgoing: outgoing,
		Proxies:  proxies,
		Mail:     server, MailFrom: sender, TellCode: func(code string) { t.line("serve-code", lang.A{"code": code}) },
		Metrics: s.Front.figures(),
		Log:     log,
	})
	if err != nil {
		return err
	}
	defer served.Close()
	if err := s.listen(ctx, t, served, log); err != nil {
		return err
	}
	if err := served.Close(); err != nil {
		return err
	}
	t.line("serve-stopped")
	return nil
}

// contactOf reads --contact, where readers tell of problems; it may be empty.
func contactOf(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	address, ok := publish.ContactAddress(s)
	if !ok {
		return "", fault.New(fault.Usage, words, "bad-contact", lang.A{"contact": s})
	}
	return address, nil
}

// courses are the courses to serve, the first apart: its addresses are the short ones.
func (s *serveCommand) courses() (first fs.FS, others []fs.FS, err error) {
	names := s.Course
	if len(names) == 0 {
		names = []string{""}
	}
	for _, name := range names {
		src, err := findCourse(name)
		if err != nil {
			return nil, nil, err
		}
		others = append(others, src.fs)
	}
	return others[0], others[1:], nil
}

// address is what to type into a browser: the public address when there is one.
func (s *serveCommand) address(at net.Addr) string {
	if s.BaseURL != "" {
		return s.BaseURL
	}
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return "http://" + at.String() + "/"
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}
