package identity

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

func (p place) verify() (int64, error) {
	var n int64
	err := p.db.Read(p.t.Context(), func(tx store.Tx) (err error) {
		n, err = p.VerifyTrail(tx)
		return err
	})
	return n, err
}

func (p place) note(n int) {
	for range n {
		p.write(func(tx store.Tx) error {
			return p.Audit(tx, Event{By: "p-1", Do: "role.give", On: "p-2", Detail: map[string]string{"role": "author", "scope": "site"}})
		})
	}
}

func TestTrailHolds(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		p.note(3)
		p.write(func(tx store.Tx) error { return p.Audit(tx, Event{Do: "machine"}) })
		if n, err := p.verify(); n != 4 || err != nil {
			t.Errorf("%d lines, %v", n, err)
		}
		for name, c := range map[string]struct {
			f    TrailFilter
			want int
		}{
			"all": {TrailFilter{}, 4}, "by": {TrailFilter{By: "p-1"}, 3}, "on": {TrailFilter{On: "p-2", Most: 2}, 2},
			"begins": {TrailFilter{Do: "role."}, 3}, "whole": {TrailFilter{Do: "role"}, 0}, "before": {TrailFilter{Before: 3}, 2},
		} {
			p.write(func(tx store.Tx) error {
				lines, err := p.Trail(tx, c.f)
				if len(lines) != c.want {
					t.Errorf("%s: %d lines, want %d", name, len(lines), c.want)
				}
				return err
			})
		}
	})
}

// Whatever is done to the table behind our back shows.
func TestTrailShowsTampering(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		p.note(4)
		for name, sql := range map[string]string{
			"another person": "UPDATE identity_audit SET who = 'p-9' WHERE seq = 2",
			"another time":   "UPDATE identity_audit SET at = at + 1 WHERE seq = 2",
			"another detail": `UPDATE identity_audit SET detail = '{}' WHERE seq = 2`,
			"a lost line":    "DELETE FROM identity_audit WHERE seq = 2",
			"a lost end":     "DELETE FROM identity_audit WHERE seq = 4",
			"lost wholly":    "DELETE FROM identity_audit",
			"a line more":    "INSERT INTO identity_audit (seq, at, who, did, object, detail, hash) VALUES (5, 0, '', '', '', '{}', '')",
		} {
			undone := errors.New("undone")
			err := p.db.Write(t.Context(), func(tx store.Tx) error {
				if _, err := tx.Exec(sql); err != nil {
					return err
				}
				if _, err := p.VerifyTrail(tx); fault.KindOf(err) != fault.Findings {
					t.Errorf("%s does not show: %v", name, err)
				}
				return undone
			})
			if !errors.Is(err, undone) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestTrailOfManyAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 5 {
					err := p.db.Write(t.Context(), func(tx store.Tx) error { return p.Audit(tx, Event{Do: "x"}) })
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if n, err := p.verify(); n != 40 || err != nil {
			t.Errorf("%d lines, %v", n, err)
		}
	})
}

// No statement of the program changes or removes a line of the trail.
func TestTrailIsOnlyAppendedTo(t *testing.T) {
	change := regexp.MustCompile(`(?is)(UPDATE|DELETE\s+FROM|REPLACE\s+INTO|ALTER\s+TABLE|DROP\s+TABLE|TRUNCATE)\s+(TABLE\s+)?identity_audit`)
	seen := 0
	err := filepath.WalkDir(filepath.Join("..", "..", ".."), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			if err == nil {
				err = filepath.SkipDir
			}
			return err
		}
		if strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".sql") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		seen++
		if m := change.Find(data); m != nil {
			t.Errorf("%s: %s", path, m)
		}
		return nil
	})
	if err != nil || seen < 100 {
		t.Errorf("%d files, %v", seen, err)
	}
}
