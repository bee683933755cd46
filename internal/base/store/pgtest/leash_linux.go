package pgtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"
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

// killTree kills a process and its children. It is stopped first, so that it neither
// has more of them nor tells them anything. PostgreSQL's children have no children.
func killTree(pid int) error {
	if err := freezeTree(pid); err != nil {
		return err
	}
	children, err := childrenOf(pid)
	if err != nil {
		return err
	}
	for _, child := range children {
		_ = syscall.Kill(child, syscall.SIGKILL) // it may have ended by itself
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return err
	}
	// What is left of a killed child would keep the server's memory in use.
	for _, child := range children {
		for alive(child) {
			time.Sleep(time.Millisecond)
		}
	}
	return nil
}

// signalTree sends a signal to a process and then to its children. While the process is
// stopped it has no new ones.
func signalTree(pid int, signal syscall.Signal) error {
	if err := syscall.Kill(pid, signal); err != nil {
		return err
	}
	children, err := childrenOf(pid)
	for _, child := range children {
		_ = syscall.Kill(child, signal) // it may have ended by itself
	}
	return err
}

func freezeTree(pid int) error { return signalTree(pid, syscall.SIGSTOP) }

func thawTree(pid int) error { return signalTree(pid, syscall.SIGCONT) }

// childrenOf reads the table of processes.
func childrenOf(pid int) (children []int, err error) {
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, err
	}
	for _, path := range all {
		if _, parent := stat(path); parent == pid {
			child, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			if err != nil {
				return nil, err
			}
			children = append(children, child)
		}
	}
	return children, nil
}

// alive says whether a process is there and not only waits to be noticed as ended.
func alive(pid int) bool {
	state, _ := stat("/proc/" + strconv.Itoa(pid) + "/stat")
	return state != "" && state != "Z" && state != "X"
}

// stat is the state of a process and its parent; proc(5). The name before them is in
// brackets and may hold anything.
func stat(path string) (state string, parent int) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", 0 // it is gone
	}
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	if len(fields) < 2 {
		return "", 0
	}
	parent, _ = strconv.Atoi(string(fields[1]))
	return string(fields[0]), parent
}
