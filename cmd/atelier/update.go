package main

import (
	"crypto/ed25519"
	"os"
	"runtime"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/update"
)

// makerKey is the public half of the key that signs updates, in base64. It is set by release builds:
// go build -ldflags "-X main.makerKey=…".
var makerKey = ""

// updateCommand puts a newer program in the place of this one, from a file.
type updateCommand struct {
	File   string   `arg:"" help:"${update_file}"`
	Key    []string `placeholder:"KEY" help:"${update_key}"`
	Force  bool     `help:"${update_force}"`
	DryRun bool     `name:"dry-run" help:"${update_dry_run}"`
}

func (u *updateCommand) Run(t *terminal) error {
	keys, err := u.keys()
	if err != nil {
		return err
	}
	file, err := update.Open(u.File, keys...)
	if err != nil {
		return err
	}
	if err := file.Fits(version(), runtime.GOOS, runtime.GOARCH, u.Force); err != nil {
		return err
	}
	if u.DryRun {
		t.line("update-fits", lang.A{"now": version(), "new": file.Version})
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	before, err := file.Replace(self)
	if err != nil {
		return err
	}
	t.line("update-done", lang.A{"now": version(), "new": file.Version, "path": self, "before": before})
	return nil
}

// keys are those named on the command line, else the makers'.
func (u *updateCommand) keys() (keys []ed25519.PublicKey, err error) {
	named := u.Key
	if len(named) == 0 && makerKey != "" {
		named = []string{makerKey}
	}
	if len(named) == 0 {
		return nil, fault.New(fault.Usage, words, "update-no-key")
	}
	for _, text := range named {
		// A file that holds a key, or the key itself.
		if data, err := os.ReadFile(text); err == nil {
			text = strings.TrimSpace(string(data))
		}
		key, err := update.ParseKey(text)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}
