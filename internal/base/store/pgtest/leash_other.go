//go:build !linux

package pgtest

import (
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
