package enrolment

import (
	"database/sql"
	"encoding/json"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

var errNone = sql.ErrNoRows

const offeringColumns = "id, course, kind, titles, door, code, opens, due, closes, places, ended, made"

type row interface{ Scan(into ...any) error }

func scanOffering(from row) (o Offering, err error) {
	var id, kind, titles, door string
	var ended int
	if err := from.Scan(&id, &o.Course, &kind, &titles, &door, &o.Code, &o.Opens, &o.Due, &o.Closes, &o.Places, &ended, &o.Made); err != nil {
		return Offering{}, err
	}
	o.ID, o.Kind, o.Door, o.Ended, o.Titles = OfferingID(id), Kind(kind), Door(door), ended != 0, lang.Text{}
	return o, json.Unmarshal([]byte(titles), &o.Titles)
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func insertOffering(tx store.Tx, o Offering) error {
	titles, err := json.Marshal(o.Titles)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO enrolment_offering ("+offeringColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		string(o.ID), o.Course, string(o.Kind), string(titles), string(o.Door), o.Code, o.Opens, o.Due, o.Closes, o.Places, number(o.Ended), o.Made)
	return err
}

func updateOffering(tx store.Tx, o Offering) error {
	titles, err := json.Marshal(o.Titles)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE enrolment_offering SET kind = ?, titles = ?, door = ?, code = ?, opens = ?, due = ?, closes = ?, places = ?, ended = ? WHERE id = ?",
		string(o.Kind), string(titles), string(o.Door), o.Code, o.Opens, o.Due, o.Closes, o.Places, number(o.Ended), string(o.ID))
	return err
}

func selectOffering(tx store.Tx, id OfferingID) (Offering, error) {
	return scanOffering(tx.QueryRow("SELECT "+offeringColumns+" FROM enrolment_offering WHERE id = ?", string(id)))
}

func selectByCode(tx store.Tx, code string) (Offering, error) {
	return scanOffering(tx.QueryRow("SELECT "+offeringColumns+" FROM enrolment_offering WHERE code = ?", code))
}

func selectOfferings(tx store.Tx, course string, before OfferingID, most int) ([]Offering, error) {
	return offeringsOf(tx.Query("SELECT "+offeringColumns+` FROM enrolment_offering WHERE (? = '' OR course = ?) AND (? = '' OR id < ?)
		ORDER BY id DESC LIMIT ?`, course, course, string(before), string(before), most))
}

// selectOpen are the offerings in which everybody can enrol on a day, the newest first.
func selectOpen(tx store.Tx, course, day string, most int) ([]Offering, error) {
	return offeringsOf(tx.Query("SELECT "+offeringColumns+` FROM enrolment_offering WHERE course = ? AND door = ? AND ended = 0
		AND (closes = '' OR closes >= ?) ORDER BY id DESC LIMIT ?`, course, string(ByAll), day, most))
}

// selectDue are the offerings that are due between two days, both counted.
func selectDue(tx store.Tx, from, until string) ([]Offering, error) {
	return offeringsOf(tx.Query("SELECT "+offeringColumns+" FROM enrolment_offering WHERE due >= ? AND due <= ? ORDER BY id", from, until))
}

func offeringsOf(rows *store.Rows, err error) (all []Offering, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		o, err := scanOffering(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, rows.Err()
}
