package webhook

import (
	"database/sql"
	"errors"
	"strings"
	"time"

	"atelier/internal/base/store"
)

const endpointColumns = "id, url, types, state, why, made, failed"

// The states of endpoints.
const (
	stateOn  = "on"
	stateOff = "off"
)

func stateOf(e Endpoint) string {
	if e.Off {
		return stateOff
	}
	return stateOn
}

type row interface{ Scan(into ...any) error }

func scanEndpoint(from row, more ...any) (e Endpoint, err error) {
	var types, state string
	var failed int64
	err = from.Scan(append([]any{&e.ID, &e.URL, &types, &state, &e.Why, &e.Made, &failed}, more...)...)
	e.Types, e.Off = strings.Fields(types), state != stateOn
	if failed != 0 {
		e.Failed = time.UnixMilli(failed).UTC()
	}
	return e, err
}

func insertEndpoint(tx store.Tx, e Endpoint, sealed string) error {
	_, err := tx.Exec("INSERT INTO webhook_endpoint (id, url, types, state, why, made, failed, secret) VALUES (?, ?, ?, ?, '', ?, 0, ?)",
		e.ID, e.URL, strings.Join(e.Types, " "), stateOf(e), e.Made, sealed)
	return err
}

func selectEndpoint(tx store.Tx, id string) (e Endpoint, sealed string, ok bool, err error) {
	e, err = scanEndpoint(tx.QueryRow("SELECT "+endpointColumns+", secret FROM webhook_endpoint WHERE id = ?", id), &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return e, "", false, nil
	}
	return e, sealed, err == nil, err
}

func selectEndpoints(tx store.Tx) (all []Endpoint, err error) {
	rows, err := tx.Query("SELECT " + endpointColumns + " FROM webhook_endpoint ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEndpoint(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

func updateEndpoint(tx store.Tx, e Endpoint) (int64, error) {
	failed := int64(0)
	if !e.Failed.IsZero() {
		failed = e.Failed.UnixMilli()
	}
	return changed(tx.Exec("UPDATE webhook_endpoint SET url = ?, types = ?, state = ?, why = ?, failed = ? WHERE id = ?",
		e.URL, strings.Join(e.Types, " "), stateOf(e), e.Why, failed, e.ID))
}

func updateSecret(tx store.Tx, id, sealed string) (int64, error) {
	return changed(tx.Exec("UPDATE webhook_endpoint SET secret = ? WHERE id = ?", sealed, id))
}

func deleteEndpoint(tx store.Tx, id string) (int64, error) {
	if _, err := tx.Exec("DELETE FROM webhook_delivery WHERE endpoint = ?", id); err != nil {
		return 0, err
	}
	return changed(tx.Exec("DELETE FROM webhook_endpoint WHERE id = ?", id))
}

func changed(done sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// markFailed notes since when an endpoint takes nothing.
func markFailed(tx store.Tx, id string, now time.Time) error {
	_, err := tx.Exec("UPDATE webhook_endpoint SET failed = ? WHERE id = ? AND failed = 0", now.UnixMilli(), id)
	return err
}

func clearFailed(tx store.Tx, id string) error {
	_, err := tx.Exec("UPDATE webhook_endpoint SET failed = 0 WHERE id = ? AND failed <> 0", id)
	return err
}

const deliveryColumns = "id, endpoint, type, body, made, state, tries, status, problem"

func scanDelivery(from row) (d Delivery, err error) {
	var made int64
	var state string
	err = from.Scan(&d.ID, &d.Endpoint, &d.Type, &d.Body, &made, &state, &d.Tries, &d.Status, &d.Problem)
	d.Made, d.State = time.UnixMilli(made).UTC(), State(state)
	return d, err
}

func insertDelivery(tx store.Tx, d Delivery) error {
	_, err := tx.Exec("INSERT INTO webhook_delivery (id, endpoint, type, body, made, state, tries, status, problem) VALUES (?, ?, ?, ?, ?, ?, 0, 0, '')",
		d.ID, d.Endpoint, d.Type, d.Body, d.Made.UnixMilli(), string(d.State))
	return err
}

func selectDelivery(tx store.Tx, id string) (d Delivery, ok bool, err error) {
	d, err = scanDelivery(tx.QueryRow("SELECT "+deliveryColumns+" FROM webhook_delivery WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		return d, false, nil
	}
	return d, err == nil, err
}

func selectDeliveries(tx store.Tx, endpoint, before string, most int) (all []Delivery, err error) {
	if before == "" {
		before = "~" // sorts after every id
	}
	rows, err := tx.Query("SELECT "+deliveryColumns+" FROM webhook_delivery WHERE endpoint = ? AND id < ? ORDER BY id DESC LIMIT ?", endpoint, before, most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		d, err := scanDelivery(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, rows.Err()
}

func updateDelivery(tx store.Tx, d Delivery) error {
	_, err := tx.Exec("UPDATE webhook_delivery SET state = ?, tries = ?, status = ?, problem = ? WHERE id = ?", string(d.State), d.Tries, d.Status, d.Problem, d.ID)
	return err
}

func deleteDeliveries(tx store.Tx, before time.Time) error {
	_, err := tx.Exec("DELETE FROM webhook_delivery WHERE made < ? AND state <> ?", before.UnixMilli(), string(Waiting))
	return err
}
