package enrolment

import (
	"context"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
)

// Those who have not completed a course are reminded so many days before it is due, twice: once in the week before, and
// once on the day before; and told once that the day has passed, within so many days. Whoever enrolled within that week was
// told the day when they did.
const (
	firstReminder = 7
	lastReminder  = 1
	pastReminder  = 3
)

// remindAtOnce is how many people are reminded in one transaction.
const remindAtOnce = 50

// Remind writes to those who have not completed what is due within the week, or was due a moment ago. Done again, it writes to nobody twice for the
// same day; a due day that is moved is another day.
func (r *Room) Remind(ctx context.Context) error {
	today, err := time.Parse(time.DateOnly, r.today())
	if err != nil {
		return err
	}
	var due []Offering
	err = r.DB.Read(ctx, func(tx store.Tx) (err error) {
		due, err = selectDue(tx, today.AddDate(0, 0, -pastReminder).Format(time.DateOnly), today.AddDate(0, 0, firstReminder).Format(time.DateOnly))
		return err
	})
	if err != nil {
		return err
	}
	for _, o := range due {
		if of := r.served(o.Course); of != nil {
			if err := r.remindOf(ctx, o, of, today); err != nil {
				return err
			}
		}
	}
	return nil
}

// remindOf writes to those of one offering.
func (r *Room) remindOf(ctx context.Context, o Offering, of *course.Course, today time.Time) error {
	day, err := time.Parse(time.DateOnly, o.Due)
	if err != nil {
		return err
	}
	left := int(day.Sub(today) / (24 * time.Hour))
	mark, before := o.Due+"/last", today.Format(time.DateOnly)
	switch {
	case left > lastReminder:
		mark, before = o.Due+"/first", day.AddDate(0, 0, -firstReminder).Format(time.DateOnly)
	case left < 0:
		mark, before = o.Due+"/past", o.Due
	}
	for after := identity.PersonID(""); ; {
		var list []Enrolment
		err := r.DB.Write(ctx, func(tx store.Tx) (err error) {
			if list, err = selectToRemind(tx, o.ID, after, mark, before, remindAtOnce); err != nil {
				return err
			}
			for _, e := range list {
				if err := r.remind(tx, o, of, e.Person, left); err != nil {
					return err
				}
				if err := noteReminded(tx, o.ID, e.Person, mark); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(list) < remindAtOnce {
			return err
		}
		after = list[len(list)-1].Person
	}
}

// remind writes to one person how many days and tasks are left.
func (r *Room) remind(tx store.Tx, o Offering, of *course.Course, id identity.PersonID, days int) error {
	p, err := r.Identity.PersonByID(tx, id)
	if fault.KindOf(err) == fault.NotFound {
		return nil // erased: the others are written to all the same
	}
	if err != nil {
		return err
	}
	s, err := r.Learning.Outline(tx, p.Actor, of)
	if err != nil {
		return err
	}
	left, _ := s.Left(of)
	key := "mail.due"
	if days < 0 {
		key = "mail.past"
	}
	return r.write(tx, p, o, key, lang.A{"n": days, "left": words.Say(lang.Interface(p.Language), "left", lang.A{"n": left})})
}
