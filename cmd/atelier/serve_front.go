package main

import "time"

// frontFlags say how the site stands behind or before other servers.
type frontFlags struct {
	TrustedProxies []string      `name:"trusted-proxies" env:"ATELIER_TRUSTED_PROXIES" help:"${trusted_proxies}"`
	Drain          time.Duration `default:"0s" help:"${drain}"`
}
