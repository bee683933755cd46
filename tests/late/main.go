// Late lets time pass for the timed attempts of a site that is stopped: late DATA MINUTES moves the beginning of each back by
// so many minutes, so that a test of browsers need not wait.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/site"
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(data, minutes string) error {
	n, err := strconv.Atoi(minutes)
	if err != nil {
		return err
	}
	ctx := context.Background()
	db, err := site.OpenStore(ctx, data, "")
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Write(ctx, func(tx store.Tx) error {
		bodies, err := attempts(tx)
		if err != nil {
			return err
		}
		for old := range bodies {
			now, err := moved(old, time.Duration(n)*time.Minute)
			if err != nil {
				return err
			}
			if _, err := tx.Exec("UPDATE records_state SET body = ? WHERE body = ?", now, old); err != nil {
				return err
			}
		}
		_, err = tx.Exec("UPDATE delivery_clock SET due = 0")
		return err
	})
}

// attempts are the documents with an attempt that is under a clock.
func attempts(tx store.Tx) (map[string]bool, error) {
	rows, err := tx.Query("SELECT body FROM records_state WHERE body LIKE ?", `%"began":%`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		out[body] = true
	}
	return out, rows.Err()
}

// moved is a document whose attempt began so much earlier.
func moved(body string, by time.Duration) (string, error) {
	var doc map[string]any
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		return "", err
	}
	attempt := doc["attempt"].(map[string]any)
	began, err := time.Parse(time.RFC3339, attempt["began"].(string))
	if err != nil {
		return "", err
	}
	attempt["began"] = began.Add(-by)
	out, err := json.Marshal(doc)
	return string(out), err
}
