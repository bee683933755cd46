package gitrepo

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"atelier/internal/base/fault"
)

// LastChanged is when each file below the opened folder last changed in the history of a revision, by its path from
// that folder, with slashes. It takes one pass over the log. The moments are those of the commits, in the committer's
// own zone. What was changed and not committed is not in it.
func (r *Repo) LastChanged(ctx context.Context, rev string) (_ map[string]time.Time, err error) {
	defer fault.Wrap(&err, "gitrepo.LastChanged(%q)", rev)
	commit, err := r.Commit(ctx, rev)
	if err != nil {
		return nil, err
	}
	out := map[string]time.Time{}
	err = stream(ctx, r.dir(), nil, func(answer io.Reader) error {
		return readLog(io.LimitReader(answer, maxLog), out)
	}, "log", "-z", "--name-only", "--relative", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--no-show-signature",
		"--no-mailmap", "--format=%x01%cI", commit, "--", ".")
	if err != nil {
		return nil, err
	}
	return out, nil
}

// readLog reads "\x01DATE" and then the names changed at that date, all ended by NUL, newest first.
func readLog(r io.Reader, into map[string]time.Time) error {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 1<<16), maxLine)
	s.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, 0); i >= 0 {
			return i + 1, data[:i], nil
		}
		if atEOF && len(data) > 0 {
			return len(data), data, nil
		}
		return 0, nil, nil
	})
	var at time.Time
	for s.Scan() {
		// A name follows a date after a line ending.
		for part := range strings.SplitSeq(strings.TrimLeft(s.Text(), "\n"), "\n") {
			date, isDate := strings.CutPrefix(part, "\x01")
			switch {
			case isDate:
				moment, err := time.Parse(time.RFC3339, date)
				if err != nil {
					return err
				}
				at = moment
			case part == "" || at.IsZero():
			default:
				if _, known := into[part]; !known {
					into[part] = at
				}
			}
		}
	}
	if errors.Is(s.Err(), bufio.ErrTooLong) {
		return fault.New(fault.TooLarge, words, "too-large", map[string]any{"most": maxLine >> 20})
	}
	return s.Err()
}

// AddedIn is the full hash of the last commit that added a file, named from the opened folder with slashes; a NotFound
// fault when none did.
func (r *Repo) AddedIn(ctx context.Context, name string) (hash string, err error) {
	defer fault.Wrap(&err, "gitrepo.AddedIn(%q)", name)
	out, err := git(ctx, r.dir(), maxLine, "log", "-1", "--diff-filter=A", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color",
		"--no-show-signature", "--format=%H", "--", name)
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return "", f
	}
	hash = strings.TrimSpace(string(out))
	if err != nil || !fullHash.MatchString(hash) {
		return "", fault.New(fault.NotFound, words, "never-added", map[string]any{"name": shown(name)}).Because(err)
	}
	return hash, nil
}
