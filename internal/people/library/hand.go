package library

import (
	"net/http"
	"slices"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// Hand is by whose hand something was done to a release: a person, and the key of the program that did it for them.
type Hand struct {
	Person  identity.PersonID // empty when nobody is known
	Name    string            // of the person; empty when they have no account any more
	Key     string            // id; empty when a person did it
	KeyName string            // what the key is for
}

// Say names the hand to people; empty when nobody is known.
func (h Hand) Say(face lang.Tag) string {
	name := h.Name
	switch {
	case name == "" && h.Person != "":
		name = words.Say(face, "hand-gone")
	case name == "" && h.Key != "":
		return words.Say(face, "hand-key", lang.A{"key": h.KeyName})
	}
	if h.Key == "" {
		return name
	}
	return words.Say(face, "hand-with", lang.A{"name": name, "key": h.KeyName})
}

// Hand says who did something to a release, by the ids that are kept of it.
func (s *Shelf) Hand(tx store.Tx, by identity.PersonID, key string) (Hand, error) {
	h := Hand{Person: by, Key: key, KeyName: key}
	if by != "" {
		p, err := s.Identity.PersonByID(tx, by)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return h, err
		}
		h.Name = p.Name
	}
	if key == "" {
		return h, nil
	}
	keys, err := s.Identity.Keys(tx)
	if i := slices.IndexFunc(keys, func(k identity.Key) bool { return k.ID == key }); i >= 0 {
		h.KeyName = keys[i].Name
	}
	return h, err
}

// hand is by whom something was done to a release of a course, for those who may look at releases there. Everybody else is
// told nothing: nobody's name is shown to strangers.
func (h handlers) hand(req *http.Request, face lang.Tag, course string, by identity.PersonID, key string) (string, error) {
	who, err := h.shelf.Identity.Who(req)
	if err != nil || who.Session == nil || !ActLook.Allowed(who.Session.Grants, identity.CourseScope(course)) {
		return "", err
	}
	var one Hand
	err = h.shelf.DB.Read(req.Context(), func(tx store.Tx) error {
		one, err = h.shelf.Hand(tx, by, key)
		return err
	})
	return one.Say(face), err
}

// withKey adds the key with which something was done, if it was done with one.
func withKey(detail map[string]string, key string) map[string]string {
	if key != "" {
		detail["key"] = key
	}
	return detail
}

// Publisher is the person of an address, who may publish releases of a course; a fault of kind Forbidden says that there
// is nobody of that address who may.
func (s *Shelf) Publisher(tx store.Tx, address, course string) (identity.PersonID, error) {
	email, err := identity.ParseEmail(address)
	if err != nil {
		return "", err
	}
	p, err := s.Identity.PersonByEmail(tx, email)
	return s.mayPublish(tx, p, err, course, "no-publisher")
}

// Responsible is the person who answers for what a key does to releases of a course: who made it, as long as they may publish
// there. A fault of kind Forbidden says that there is nobody.
func (s *Shelf) Responsible(tx store.Tx, key, course string) (identity.PersonID, error) {
	id, err := s.Identity.KeyMaker(tx, key)
	if err != nil {
		return "", err
	}
	p, err := s.Identity.PersonByID(tx, id)
	return s.mayPublish(tx, p, err, course, "no-responsible")
}

// mayPublish is the person who was found, if they may publish releases of a course; why names the fault otherwise.
func (s *Shelf) mayPublish(tx store.Tx, p identity.Person, err error, course, why string) (identity.PersonID, error) {
	none := fault.New(fault.Forbidden, words, why, lang.A{"course": course})
	if fault.KindOf(err) == fault.NotFound || err == nil && p.Disabled {
		return "", none
	}
	if err != nil {
		return "", err
	}
	grants, err := s.Identity.Grants(tx, p.ID)
	if err != nil {
		return "", err
	}
	if !ActPublish.Allowed(grants, identity.CourseScope(course)) {
		return "", none
	}
	return p.ID, nil
}
