package store

import (
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// userTimeout bounds how long what was sent may stay unacknowledged: tcp(7), TCP_USER_TIMEOUT.
func userTimeout(network, _ string, raw syscall.RawConn) error {
	if !strings.HasPrefix(network, "tcp") {
		return nil
	}
	var failed error
	if err := raw.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(lineTime.Milliseconds()))
	}); err != nil {
		return err
	}
	return failed
}
