package enrolment

import (
	"strings"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

const enrolmentColumns = "offering, person, how, enrolled, withdrawn, completed, release, reminded"

func scanEnrolment(from row) (e Enrolment, err error) {
	var offering, person, how string
	err = from.Scan(&offering, &person, &how, &e.Enrolled, &e.Withdrawn, &e.Completed, &e.Release, &e.reminded)
	e.Offering, e.Person, e.How = OfferingID(offering), identity.PersonID(person), How(how)
	return e, err
}

func enrolmentsOf(rows *store.Rows, err error) (all []Enrolment, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEnrolment(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

func upsertEnrolment(tx store.Tx, e Enrolment) error {
	_, err := tx.Exec("INSERT INTO enrolment_person ("+enrolmentColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (offering, person) DO UPDATE SET how = excluded.how, enrolled = excluded.enrolled, withdrawn = excluded.withdrawn,
			completed = excluded.completed, release = excluded.release, reminded = excluded.reminded`,
		string(e.Offering), string(e.Person), string(e.How), e.Enrolled, e.Withdrawn, e.Completed, e.Release, e.reminded)
	return err
}

func selectEnrolment(tx store.Tx, o OfferingID, p identity.PersonID) (Enrolment, error) {
	return scanEnrolment(tx.QueryRow("SELECT "+enrolmentColumns+" FROM enrolment_person WHERE offering = ? AND person = ?", string(o), string(p)))
}

func selectOfOffering(tx store.Tx, o OfferingID, after identity.PersonID, most int) ([]Enrolment, error) {
	return enrolmentsOf(tx.Query("SELECT "+enrolmentColumns+" FROM enrolment_person WHERE offering = ? AND person > ? ORDER BY person LIMIT ?", string(o), string(after), most))
}

// selectOfPeople are the enrolments of some people; there must be one of them at least.
func selectOfPeople(tx store.Tx, ids []identity.PersonID) ([]Enrolment, error) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = string(id)
	}
	return enrolmentsOf(tx.Query("SELECT "+enrolmentColumns+" FROM enrolment_person WHERE person IN (?"+strings.Repeat(", ?", len(ids)-1)+") ORDER BY person, offering", args...))
}

// selectActive are those who take part in an offering, after a person, in the order of their ids.
func selectActive(tx store.Tx, o OfferingID, after identity.PersonID, most int) ([]Enrolment, error) {
	return enrolmentsOf(tx.Query("SELECT "+enrolmentColumns+" FROM enrolment_person WHERE offering = ? AND person > ? AND withdrawn = '' ORDER BY person LIMIT ?", string(o), string(after), most))
}

// selectToRemind are those who took part in an offering before a day, have not completed it and were not reminded
// with this mark, in the order of their ids.
func selectToRemind(tx store.Tx, o OfferingID, after identity.PersonID, mark, before string, most int) ([]Enrolment, error) {
	return enrolmentsOf(tx.Query("SELECT "+enrolmentColumns+` FROM enrolment_person WHERE offering = ? AND person > ? AND withdrawn = '' AND completed = ''
		AND reminded <> ? AND enrolled < ? ORDER BY person LIMIT ?`, string(o), string(after), mark, before, most))
}

func noteReminded(tx store.Tx, o OfferingID, p identity.PersonID, day string) error {
	_, err := tx.Exec("UPDATE enrolment_person SET reminded = ? WHERE offering = ? AND person = ?", day, string(o), string(p))
	return err
}

func countActive(tx store.Tx, o OfferingID) (n int, err error) {
	err = tx.QueryRow("SELECT COUNT(*) FROM enrolment_person WHERE offering = ? AND withdrawn = ''", string(o)).Scan(&n)
	return n, err
}

func countOf(tx store.Tx, o OfferingID) (active, completed int, err error) {
	err = tx.QueryRow(`SELECT COUNT(*), COALESCE(SUM(CASE WHEN completed <> '' THEN 1 ELSE 0 END), 0) FROM enrolment_person
		WHERE offering = ? AND withdrawn = ''`, string(o)).Scan(&active, &completed)
	return active, completed, err
}

// endEnrolment says whether there was one to end.
func endEnrolment(tx store.Tx, o OfferingID, p identity.PersonID, day string) (bool, error) {
	done, err := tx.Exec("UPDATE enrolment_person SET withdrawn = ? WHERE offering = ? AND person = ? AND withdrawn = ''", day, string(o), string(p))
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

func completeEnrolments(tx store.Tx, p identity.PersonID, course, day, release string) error {
	_, err := tx.Exec(`UPDATE enrolment_person SET completed = ?, release = ? WHERE person = ? AND completed = ''
		AND offering IN (SELECT id FROM enrolment_offering WHERE course = ?)`, day, release, string(p), course)
	return err
}

func deleteEnrolments(tx store.Tx, p identity.PersonID) error {
	_, err := tx.Exec("DELETE FROM enrolment_person WHERE person = ?", string(p))
	return err
}
