//go:build !linux

package pgtest

import (
	"errors"
	"os"
	"os/exec"
)

var quit = os.Kill

func leash(*exec.Cmd) {}

func keep(cmd *exec.Cmd, failed chan<- error, ended chan<- struct{}) {
	err := cmd.Start()
	failed <- err
	if err == nil {
		_ = cmd.Wait()
	}
	close(ended)
}

var errLinux = errors.New("a server can be killed and frozen with all it started on Linux alone")

func killTree(int) error { return errLinux }

func freezeTree(int) error { return errLinux }

func thawTree(int) error { return errLinux }
