package records

import (
	"atelier/internal/base/store"
)

// answerActivity answers with an activity and all that is known of it (1.0.3, Part Three, 2.5; IEEE 9274.1.1, 4.1.6.4):
// what statements told.
func (r *Room) answerActivity(c *call) error {
	iri, err := c.activity("activityId")
	if err != nil {
		return err
	}
	var told []byte
	err = c.read(func(tx store.Tx) (err error) {
		told, err = r.definition(tx, iri)
		return err
	})
	if err != nil {
		return err
	}
	data, err := activityJSON(iri, told)
	if err != nil {
		return err
	}
	return c.json(data)
}

// answerPerson answers with the Person object of an agent (1.0.3, Part Three, 2.4; IEEE 9274.1.1, 4.1.6.3). A key that
// is bound to a course is told nothing of people: their names stand in statements about anything.
func (r *Room) answerPerson(c *call) error {
	if err := c.whole(); err != nil {
		return err
	}
	who, err := c.agent()
	if err != nil {
		return err
	}
	var names []string
	err = c.read(func(tx store.Tx) (err error) {
		if plain(who.Key) { // of others nothing is learned
			names, err = selectNamesOfOne(tx, who.Key)
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(names) == 0 && who.Name != "" {
		names = []string{who.Name}
	}
	data, err := personJSON(who.Key, names)
	if err != nil {
		return err
	}
	return c.json(data)
}
