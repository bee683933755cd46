package report

import (
	"encoding/json"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func addTime(tx store.Tx, owner identity.Actor, course string, at int64) error {
	_, err := tx.Exec(`INSERT INTO report_time (owner, course, last, seconds) VALUES (?, ?, ?, 0)
		ON CONFLICT (owner, course) DO UPDATE SET
			seconds = report_time.seconds + CASE WHEN excluded.last > report_time.last AND excluded.last - report_time.last <= ?
				THEN excluded.last - report_time.last ELSE 0 END,
			last = CASE WHEN excluded.last > report_time.last THEN excluded.last ELSE report_time.last END`,
		string(owner), course, at, pause)
	return err
}

func deleteTime(tx store.Tx, owner identity.Actor) error {
	_, err := tx.Exec("DELETE FROM report_time WHERE owner = ?", string(owner))
	return err
}

// listed is owners as arguments, and their marks.
func listed(owners []identity.Actor) (marks string, args []any) {
	for _, o := range owners {
		args = append(args, string(o))
	}
	return "(?" + strings.Repeat(", ?", len(owners)-1) + ")", args
}

// selectTimes are the seconds of owners in a course; there must be one at least.
func selectTimes(tx store.Tx, course string, owners []identity.Actor) (map[identity.Actor]int, error) {
	marks, args := listed(owners)
	rows, err := tx.Query("SELECT owner, seconds FROM report_time WHERE course = ? AND owner IN "+marks, append([]any{course}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[identity.Actor]int{}
	for rows.Next() {
		var owner string
		var seconds int
		if err := rows.Scan(&owner, &seconds); err != nil {
			return nil, err
		}
		out[identity.Actor(owner)] = seconds
	}
	return out, rows.Err()
}

// selectFirst are the first answers of owners: by question whether it was right; there
// must be one at least.
func selectFirst(tx store.Tx, owners []identity.Actor) (map[identity.Actor]map[string]bool, error) {
	marks, args := listed(owners)
	rows, err := tx.Query("SELECT owner, question, success FROM report_answer WHERE owner IN "+marks, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[identity.Actor]map[string]bool{}
	for rows.Next() {
		var owner, question string
		var success int
		if err := rows.Scan(&owner, &question, &success); err != nil {
			return nil, err
		}
		if out[identity.Actor(owner)] == nil {
			out[identity.Actor(owner)] = map[string]bool{}
		}
		out[identity.Actor(owner)][question] = success == 1
	}
	return out, rows.Err()
}

// published is a block as the database has it.
type published struct {
	Block
	version int
	day     string
}

// selectBlocks are the blocks of a course with their figures, without who is in them.
func selectBlocks(tx store.Tx, course string) (all []published, err error) {
	rows, err := tx.Query("SELECT traits, version, day, figures FROM report_block WHERE course = ? ORDER BY traits", course)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var b published
		var traits, figures []byte
		if err := rows.Scan(&traits, &b.version, &b.day, &figures); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(traits, &b.Traits); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(figures, &b.Figures); err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, rows.Err()
}

// selectMembers are those of every block of a course, as they are told.
func selectMembers(tx store.Tx, course string) (map[Traits]map[string]Stand, error) {
	rows, err := tx.Query("SELECT owner, traits, told FROM report_member WHERE course = ?", course)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[Traits]map[string]Stand{}
	for rows.Next() {
		var owner string
		var traits, told []byte
		var t Traits
		var s Stand
		if err := rows.Scan(&owner, &traits, &told); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(traits, &t); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(told, &s); err != nil {
			return nil, err
		}
		if out[t] == nil {
			out[t] = map[string]Stand{}
		}
		out[t][owner] = s
	}
	return out, rows.Err()
}

func text(v any) (string, error) {
	data, err := json.Marshal(v)
	return string(data), err
}

// putBlock writes a block that was published before as was, nil for a new one, with
// those of its members of whom something new is told. A fault of kind Conflict says
// that another node published it meanwhile.
func putBlock(tx store.Tx, course string, was *published, now Block, day string) error {
	traits, err := text(now.Traits)
	if err != nil {
		return err
	}
	figures, err := text(now.Figures)
	if err != nil {
		return err
	}
	if was == nil {
		_, err = tx.Exec("INSERT INTO report_block (course, traits, version, day, figures) VALUES (?, ?, 1, ?, ?)", course, traits, day, figures)
		if err != nil {
			return err
		}
		was = &published{}
	} else {
		done, err := tx.Exec("UPDATE report_block SET version = version + 1, day = ?, figures = ? WHERE course = ? AND traits = ? AND version = ?", day, figures, course, traits, was.version)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n != 1 {
			return fault.New(fault.Conflict, words, "published-elsewhere").Because(err)
		}
	}
	for person, s := range now.Told {
		before, there := was.Told[person]
		if there && before == s {
			continue
		}
		if err := putMember(tx, course, traits, person, there, s); err != nil {
			return err
		}
	}
	return nil
}

// putMember fails for a new member who is in another block by now.
func putMember(tx store.Tx, course, traits, person string, there bool, s Stand) error {
	told, err := text(s)
	if err != nil {
		return err
	}
	if there {
		_, err = tx.Exec("UPDATE report_member SET told = ? WHERE course = ? AND owner = ?", told, course, person)
		return err
	}
	_, err = tx.Exec("INSERT INTO report_member (course, owner, traits, told) VALUES (?, ?, ?, ?)", course, person, traits, told)
	return err
}
