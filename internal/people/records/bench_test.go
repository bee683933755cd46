package records

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/standard/xapi"
)

// benchBatch is the number of statements in a request.
const benchBatch = 50

// onBothB runs a benchmark on each kind of database; both wait for the disk.
func onBothB(b *testing.B, bench func(b *testing.B, db *store.DB)) {
	b.Run("sqlite", func(b *testing.B) { bench(b, storetest.New(b, Migrations)) })
	b.Run("postgresql", func(b *testing.B) {
		server, err := pgtest.StartServer()
		if pgtest.IsNone(err) {
			b.Skip(err)
		}
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(server.Close)
		db, err := store.Connect(context.Background(), server.Address())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { db.Close() })
		if err := store.Migrate(context.Background(), db, Migrations); err != nil {
			b.Fatal(err)
		}
		bench(b, db)
	})
}

// batch is a body of new statements about a course, by one of many people.
func batch() []byte {
	var all []string
	for i := range benchBatch {
		all = append(all, said(clock.NewID(), fmt.Sprint("learner", i*37%1000), []string{"did", "saw", "read"}[i%3], fmt.Sprint("https://example.org/course/page-", i),
			`"result":{"score":{"scaled":0.8,"raw":8,"min":0,"max":10},"success":true,"duration":"PT4M2S"},"context":{"registration":"`+clock.NewID()+
				`","language":"fr-CA","contextActivities":{"parent":[{"id":"https://example.org/course"}]}}`))
	}
	return []byte("[" + strings.Join(all, ",") + "]")
}

// clientsOf runs what was prepared, by clients, and says how long it took.
func clientsOf(b *testing.B, clients int, prepare func() (run func())) time.Duration {
	batches := max(clients, 16)
	all := make(chan func(), batches)
	for range batches {
		all <- prepare()
	}
	close(all)
	began := time.Now()
	var wait sync.WaitGroup
	for range clients {
		wait.Go(func() {
			for run := range all {
				run()
			}
		})
	}
	wait.Wait()
	return time.Since(began)
}

// BenchmarkIngest keeps batches of 50 statements as a client sends them, against the same
// rows by multi-row inserts alone, into the same tables, as durable and with as many
// clients. The two take turns, some batches each, so that what else the machine does meets
// both: the ratio is what counts.
func BenchmarkIngest(b *testing.B) {
	onBothB(b, func(b *testing.B, db *store.DB) {
		files, err := blob.At(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		r := New(clock.System{}, clock.NewID, "http://localhost/")
		h := r.Before(http.NotFoundHandler(), Door{DB: db, Keys: testKeys, Blobs: files, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
		for _, clients := range []int{1, 8, 64} {
			b.Run(fmt.Sprint(clients), func(b *testing.B) {
				var reference, kept time.Duration
				for range b.N {
					reference += clientsOf(b, clients, func() func() { return raw(b, r, db) })
					kept += clientsOf(b, clients, func() func() { return sent(b, h) })
				}
				n := float64(b.N * max(clients, 16) * benchBatch)
				b.ReportMetric(n/reference.Seconds(), "raw/s")
				b.ReportMetric(n/kept.Seconds(), "kept/s")
				b.ReportMetric(100*reference.Seconds()/kept.Seconds(), "%")
			})
		}
	})
}

// sent is a batch on its way to the endpoint.
func sent(b *testing.B, h http.Handler) func() {
	q := httptest.NewRequest(http.MethodPost, Endpoint+"/statements", bytes.NewReader(batch()))
	q.SetBasicAuth("all", "allall")
	q.Header.Set(versionHeader, version1)
	q.Header.Set("Content-Type", jsonType)
	return func() {
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, q); w.Code != http.StatusOK {
			b.Error(w.Body)
		}
	}
}

// raw inserts the rows that a batch becomes, which are made before.
func raw(b *testing.B, r *Room, db *store.DB) func() {
	list, _, err := xapi.ParseStatements(batch(), xapi.V1)
	if err != nil {
		b.Fatal(err)
	}
	entries := make([]entry, len(list))
	first := r.counter.take(time.Now(), len(list))
	for i, f := range list {
		entries[i] = r.foreignEntry(f, "key")
		entries[i].seq = first + Seq(i)
		entries[i].body = f.Keep(xapi.Added{ID: f.ID, Stored: time.Now(), Version: xapi.Version1})
	}
	return func() {
		err := db.Write(context.Background(), func(tx store.Tx) error {
			if _, err := insertStatements(tx, entries); err != nil {
				return err
			}
			return insertMentions(tx, entries)
		})
		if err != nil {
			b.Error(err)
		}
	}
}
