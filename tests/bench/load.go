package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const connections = 32

// load sends the same request over 32 connections, so many times in all and no longer than a minute, and tells how many
// were answered a second. It speaks HTTP/1.1 by hand: what it costs itself is taken from the server's share of the two
// cores, so it does as little as it can. Every answer must have the status and the length of the first.
func load(address, path string, headers map[string]string, requests int) (perSecond float64, err error) {
	message := request(address, path, headers)
	size, err := probe(address, message)
	if err != nil {
		return 0, err
	}
	var left atomic.Int64
	left.Store(int64(requests))
	end := time.Now().Add(time.Minute)
	var wg sync.WaitGroup
	failed := make(chan error, connections)
	start := time.Now()
	for range connections {
		wg.Go(func() {
			if err := drive(address, message, size, &left, end); err != nil {
				failed <- err
			}
		})
	}
	wg.Wait()
	took := time.Since(start)
	select {
	case err := <-failed:
		return 0, err
	default:
	}
	if left.Load() > 0 {
		return 0, errors.New("the load did not end within a minute")
	}
	return float64(requests) / took.Seconds(), nil
}

func request(address, path string, headers map[string]string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\n", path, address)
	for name, value := range headers {
		fmt.Fprintf(&b, "%s: %s\r\n", name, value)
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// answerSize is the length of an answer's head and body together.
type answerSize struct{ head, body int }

func probe(address string, message []byte) (answerSize, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return answerSize{}, err
	}
	defer conn.Close()
	if _, err := conn.Write(message); err != nil {
		return answerSize{}, err
	}
	return readAnswer(bufio.NewReader(conn))
}

func readAnswer(r *bufio.Reader) (answerSize, error) {
	var size answerSize
	line, err := r.ReadString('\n')
	if err != nil {
		return size, err
	}
	if !strings.Contains(line, " 200 ") {
		return size, fmt.Errorf("the answer is %q", strings.TrimSpace(line))
	}
	size.head = len(line)
	body := -1
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return size, err
		}
		size.head += len(line)
		if len(line) <= 2 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if textproto.CanonicalMIMEHeaderKey(string(name)) == "Content-Length" {
			if body, err = strconv.Atoi(strings.TrimSpace(string(value))); err != nil {
				return size, err
			}
		}
	}
	if body < 0 {
		return size, errors.New("the answer has no length")
	}
	size.body = body
	_, err = io.CopyN(io.Discard, r, int64(body))
	return size, err
}

func drive(address string, message []byte, size answerSize, left *atomic.Int64, end time.Time) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(end); err != nil {
		return err
	}
	r := bufio.NewReaderSize(conn, 64<<10)
	for left.Add(-1) >= 0 {
		if _, err := conn.Write(message); err != nil {
			return err
		}
		got, err := readAnswer(r)
		if err != nil {
			return err
		}
		if got.body != size.body {
			return fmt.Errorf("an answer has %d bytes, the first had %d", got.body, size.body)
		}
	}
	return nil
}
