package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"atelier/internal/base/certificate"
	"atelier/internal/base/fault"
	"atelier/internal/base/web"
	"atelier/internal/site"
)

// tlsFlags say where certificates come from, when no other server does TLS.
type tlsFlags struct {
	Cert      string   `name:"tls-cert" type:"path" placeholder:"FILE" help:"${tls_cert}"`
	Key       string   `name:"tls-key" type:"path" placeholder:"FILE" help:"${tls_key}"`
	ACME      []string `name:"acme" placeholder:"DOMAIN" help:"${acme}"`
	Directory string   `name:"acme-directory" placeholder:"URL" help:"${acme_directory}"`
	Redirect  string   `placeholder:"ADDR" help:"${redirect}"`
}

// check reads the flags together with the public address, which it gives back: the first domain of --acme when there is
// none.
func (f *tlsFlags) check(base string) (string, error) {
	var err error
	if f.ACME, err = certificate.Domains(f.ACME); err != nil {
		return "", err
	}
	files := f.Cert != "" || f.Key != ""
	if base == "" && len(f.ACME) > 0 {
		base = "https://" + f.ACME[0]
	}
	switch {
	case files && (f.Cert == "" || f.Key == ""):
		return "", fault.New(fault.Usage, words, "tls-both")
	case files && len(f.ACME) > 0:
		return "", fault.New(fault.Usage, words, "tls-one")
	case (files || len(f.ACME) > 0 || f.Redirect != "") && !strings.HasPrefix(base, "https://"):
		return "", fault.New(fault.Usage, words, "tls-base-url")
	}
	return base, nil
}

// source is where certificates come from; nil without TLS.
func (f *tlsFlags) source(served *site.Site, log *slog.Logger) (certificate.Source, error) {
	switch {
	case f.Cert != "":
		return certificate.Open(f.Cert, f.Key, log)
	case len(f.ACME) > 0:
		return served.Certificates(f.ACME, f.Directory, nil), nil
	}
	return nil, nil
}

// secure gives the server TLS when it is asked for, and answers beside it on the address without. stop ends what it
// began.
func (s *serveCommand) secure(ctx context.Context, server *web.Server, served *site.Site, log *slog.Logger) (stop func(), err error) {
	stop = func() {}
	source, err := s.TLS.source(served, log)
	if err != nil {
		return stop, err
	}
	if source != nil {
		server.TLS = source.TLS()
	}
	if files, ok := source.(*certificate.Files); ok {
		stop = onHangUp(files.Reload)
	}
	if s.TLS.Redirect != "" {
		plain, err := s.redirect(source, log)
		if err != nil {
			return stop, err
		}
		before := stop
		stop = func() { plain(); before() }
	}
	if automatic, ok := source.(*certificate.Automatic); ok {
		say := server.Ready
		server.Ready = func(at net.Addr) {
			say(at)
			go automatic.Prepare(ctx)
		}
	}
	return stop, nil
}

// redirect answers on the address without TLS.
func (s *serveCommand) redirect(source certificate.Source, log *slog.Logger) (stop func(), err error) {
	public, err := url.Parse(s.BaseURL)
	if err != nil {
		return nil, err
	}
	var handler http.Handler = certificate.Redirect(public)
	if source != nil {
		handler = source.Plain(handler)
	}
	return beside(&web.Server{Addr: s.TLS.Redirect, Handler: handler, Log: log,
		Ready: func(at net.Addr) { log.Info("leading to https", "address", at.String()) }})
}

// onHangUp runs fn at each SIGHUP, the signal at which servers read their files again.
func onHangUp(fn func()) (stop func()) {
	told, over := make(chan os.Signal, 1), make(chan bool)
	signal.Notify(told, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-told:
				fn()
			case <-over:
				return
			}
		}
	}()
	return func() { signal.Stop(told); close(over) }
}
