package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// readyCommand asks a running site whether it is ready: for containers, in which there is no other program to ask with.
type readyCommand struct {
	URL string `arg:"" optional:"" default:"http://127.0.0.1:8080" help:"${ready_url}"`
}

// readyTime is how long the site may take to answer.
const readyTime = 4 * time.Second

func (c *readyCommand) Run(ctx context.Context, t *terminal) error {
	ctx, cancel := context.WithTimeout(ctx, readyTime)
	defer cancel()
	names := lang.A{"url": c.URL}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(c.URL, "/")+"/readyz", nil)
	if err != nil {
		return fault.New(fault.Usage, words, "ready-address", names).Because(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fault.New(fault.Unavailable, words, "ready-silent", names).Because(err)
	}
	defer resp.Body.Close()
	var said struct{ Status string }
	if err := json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&said); err != nil || resp.StatusCode != http.StatusOK {
		return fault.New(fault.Unavailable, words, "ready-not", names, lang.A{"status": said.Status, "code": resp.StatusCode}).Because(err)
	}
	t.line("ready-yes", names)
	return nil
}
