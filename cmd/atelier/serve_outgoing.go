package main

import (
	"net/url"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/outgoing"
)

// outgoingFlags say which servers Atelier may ask when people give it addresses.
type outgoingFlags struct {
	Allow []string `name:"outgoing-allow" env:"ATELIER_OUTGOING_ALLOW" help:"${outgoing_allow}"`
	Proxy string   `name:"outgoing-proxy" env:"ATELIER_OUTGOING_PROXY" help:"${outgoing_proxy}"`
}

func (f *outgoingFlags) options() (o outgoing.Options, err error) {
	if o.Allow, err = outgoing.Allow(f.Allow...); err != nil || f.Proxy == "" {
		return o, err
	}
	at, err := url.Parse(f.Proxy)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" && at.Scheme != "socks5" {
		return o, fault.New(fault.Usage, words, "bad-proxy", lang.A{"url": f.Proxy})
	}
	o.Proxy = at
	return o, nil
}
