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

func killTree(int) error {
	return errors.New("a server can be killed with all it started on Linux alone")
}
