package pgtest

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// quit is PostgreSQL's immediate shutdown.
const quit = syscall.SIGQUIT

// leash lets the server end with the test program, and gives it an account that is
// not root's.
func leash(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: quit}
	if os.Getuid() != 0 {
		return
	}
	if uid, gid, err := runAs(); err == nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
}

// keep starts a program and stays with it to its end: the leash is that of the
// thread which started it. It says once whether it could be started.
func keep(cmd *exec.Cmd, failed chan<- error, ended chan<- struct{}) {
	runtime.LockOSThread()
	err := cmd.Start()
	failed <- err
	if err == nil {
		// It is told to quit, so its end is an error by nature.
		_ = cmd.Wait()
	}
	close(ended)
}
