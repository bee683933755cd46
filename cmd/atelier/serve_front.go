package main

import (
	"context"
	"log/slog"
	"net"
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/metrics"
	"atelier/internal/base/web"
	"atelier/internal/site"
)

// frontFlags say on which addresses the site answers, and how it stands behind other servers.
type frontFlags struct {
	TrustedProxies []string      `name:"trusted-proxies" env:"ATELIER_TRUSTED_PROXIES" help:"${trusted_proxies}"`
	Drain          time.Duration `default:"0s" help:"${drain}"`
	Metrics        string        `placeholder:"ADDR" help:"${metrics}"`
}

// figures is where the program counts; nil without --metrics.
func (f *frontFlags) figures() *metrics.Registry {
	if f.Metrics == "" {
		return nil
	}
	return metrics.New(version())
}

// listen serves the site, and what is for those who run it on an address of its own, until ctx ends.
func (s *serveCommand) listen(ctx context.Context, t *terminal, served *site.Site, log *slog.Logger) error {
	if s.Front.Metrics != "" {
		stop, err := beside(&web.Server{Addr: s.Front.Metrics, Handler: served.Inside(), Log: log,
			Ready: func(at net.Addr) { log.Info("metrics", "address", "http://"+at.String()+"/metrics") }})
		if err != nil {
			return err
		}
		defer stop()
	}
	path, token, err := served.Start(ctx, t.tag)
	if err != nil {
		return err
	}
	server := &web.Server{Addr: s.Listen, Handler: served.Handler(), Log: log, OnDrain: served.Drain, Drain: s.Front.Drain, OnStop: served.Stop,
		Ready: func(at net.Addr) {
			t.line("serve-address", lang.A{"url": s.address(at)})
			if token != "" {
				t.line("serve-start", lang.A{"url": strings.TrimSuffix(s.address(at), "/") + path, "token": token})
			}
		}}
	stop, err := s.secure(ctx, server, served, log)
	defer stop()
	if err != nil {
		return err
	}
	return server.Run(ctx)
}

// beside runs a server of lesser importance beside the site. It fails when the address cannot be had; stop ends it,
// after the site, so that what it tells of can be seen to its end.
func beside(server *web.Server) (stop func(), err error) {
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan bool, 1), make(chan error, 1)
	say := server.Ready
	server.Ready = func(at net.Addr) { say(at); ready <- true }
	go func() { ended <- server.Run(ctx) }()
	select {
	case <-ready:
		return func() { cancel(); <-ended }, nil
	case err := <-ended:
		cancel()
		return nil, err
	}
}
