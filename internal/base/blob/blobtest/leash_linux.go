package blobtest

import (
	"os/exec"
	"runtime"
	"syscall"
)

// leash lets the server end with the test program, however that ends.
func leash(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// begin starts the server from a thread that stays: the leash is that thread's.
func begin(cmd *exec.Cmd) error {
	failed := make(chan error)
	go func() {
		runtime.LockOSThread()
		failed <- cmd.Start()
		select {}
	}()
	return <-failed
}
