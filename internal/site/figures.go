package site

import (
	"context"
	"net/http"
	"os"
	"path/filepath"

	"atelier/internal/base/metrics"
	"atelier/internal/base/store"
)

// watchFigures joins what the database does to the figures, before it is used.
func watchFigures(m *metrics.Registry, db *store.DB) {
	if m == nil {
		return
	}
	db.Watch(m.Times("database_seconds", "How long transactions took, with waiting and keeping.", "kind", store.ReadKind, store.WriteKind))
	m.ReadTotal("database_retries_total", "Writes that ran again because they met others.", func() float64 { return float64(db.Retried()) })
	m.ReadBy("database_connections", "Connections to PostgreSQL by state.", "state", func() map[string]float64 {
		now := db.Connections()
		return map[string]float64{"used": float64(now.InUse), "idle": float64(now.Idle)}
	})
	m.ReadTotal("database_wait_seconds_total", "Time waited for a connection to PostgreSQL.", func() float64 { return db.Connections().WaitDuration.Seconds() })
	if !db.Shared() {
		m.Read("database_bytes", "Size of the database in the data folder.", func() (float64, bool) { return folderDatabase(db.Dir()) })
	}
}

// folderDatabase is the size of the database and its log.
func folderDatabase(dir string) (bytes float64, ok bool) {
	names, err := filepath.Glob(filepath.Join(dir, "atelier.db*"))
	if err != nil {
		return 0, false
	}
	for _, name := range names {
		if info, err := os.Stat(name); err == nil {
			bytes += float64(info.Size())
		}
	}
	return bytes, len(names) > 0
}

// Inside is what the listener for those who run the site answers: the figures, and
// how the node is. It is not for the public network.
func (s *Site) Inside() http.Handler { return s.inside }

func (s *Site) mountInside(m *metrics.Registry, health, ready http.Handler) {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.Handler())
	mux.Handle(healthPath, health)
	mux.Handle(readyPath, ready)
	s.inside = mux
	m.ReadBy("queue_jobs", "Jobs by state.", "state", counted(s.db, s.queue.Count))
	m.ReadBy("mail_messages", "Messages in the outbox by state.", "state", counted(s.db, s.mail.Count))
	m.Read("ready", "1 when the node may be sent requests.", func() (float64, bool) {
		if s.ready.report(context.Background()).Status == "ready" {
			return 1, true
		}
		return 0, true
	})
}

// counted reads rows counted by state; nothing while the database does not answer.
func counted[State ~string](db *store.DB, count func(store.Tx) (map[State]int, error)) func() map[string]float64 {
	return func() map[string]float64 {
		ctx, cancel := context.WithTimeout(context.Background(), lookWait)
		defer cancel()
		out := map[string]float64{}
		err := db.Read(ctx, func(tx store.Tx) error {
			found, err := count(tx)
			for state, n := range found {
				out[string(state)] = float64(n)
			}
			return err
		})
		if err != nil {
			return nil
		}
		return out
	}
}
