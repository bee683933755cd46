package identity

import "atelier/internal/base/store"

// Announced are the acts of the trail that other programs may be told, with the names that events have outside.
var Announced = map[string]string{
	"person.create":     "person.created",
	"person.save":       "person.changed",
	"person.email":      "person.changed",
	"person.disable":    "person.disabled",
	"person.enable":     "person.enabled",
	"person.erase":      "person.erased",
	"org.create":        "organisation.created",
	"org.save":          "organisation.changed",
	"org.remove":        "organisation.removed",
	"role.give":         "role.granted",
	"role.take":         "role.ended",
	"invitation.create": "invitation.created",
	"invitation.accept": "invitation.accepted",
	"invitation.end":    "invitation.ended",
	"key.create":        "key.created",
	"key.end":           "key.ended",
	"offering.create":   "offering.created",
	"offering.change":   "offering.changed",
	"enrolment.create":  "enrolment.created",
	"enrolment.end":     "enrolment.ended",
	"course.complete":   "course.completed",
}

// Follow has fn called with every event of the trail, in the transaction that it stands in. It is called once, at the
// start.
func (r *Room) Follow(fn func(tx store.Tx, e Event) error) { r.followers = append(r.followers, fn) }

// Announce tells those who follow the trail of something that is no line of it: what people do for themselves.
func (r *Room) Announce(tx store.Tx, e Event) error { return r.follow(tx, e) }

// follow tells those who follow the trail.
func (r *Room) follow(tx store.Tx, e Event) error {
	for _, fn := range r.followers {
		if err := fn(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// Told is what an event says outside: ids and words of the product.
func Told(e Event) map[string]string {
	data := map[string]string{"id": e.On, "by": string(e.By)}
	for key, value := range e.Detail {
		data[key] = value
	}
	return data
}
