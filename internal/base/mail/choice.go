package mail

import (
	"slices"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Topic is what messages are about, as far as readers choose.
type Topic struct {
	Name  string // stays the same for ever: "review.round"
	Words *lang.Catalogue
	Key   string // what readers call it, in Words
	Way   Way    // when nothing was chosen
}

// Say is what readers call the topic.
func (t Topic) Say(tag lang.Tag) string { return t.Words.Say(tag, t.Key) }

// Way is how somebody wants messages.
type Way string

// The ways.
const (
	Now   Way = "now"   // each by itself
	Daily Way = "daily" // together, once a day
	Never Way = "never"
)

// Ways lists the ways.
func Ways() []Way { return []Way{Now, Daily, Never} }

// Say is the word for the way.
func (w Way) Say(tag lang.Tag) string { return words.Say(tag, "way."+string(w)) }

// Hours say when somebody is not disturbed, in minutes since midnight of their day:
// quiet from 20:00 until 7:00 is 1200 and 420. Equal ones mean never quiet. A digest
// comes at the minute Digest.
type Hours struct {
	Zone                          string // of the IANA database, "America/Iqaluit", or SiteZone
	QuietFrom, QuietUntil, Digest int

	site *time.Location // what SiteZone is
}

// SiteZone stands for the zone of the site, whichever that is.
const SiteZone = "site"

// usualHours are those of people who named none.
var usualHours = Hours{Zone: SiteZone, QuietFrom: 20 * 60, QuietUntil: 7 * 60, Digest: 8 * 60}

// Declare names the topics of a room. It is called at the start.
func (b *Outbox) Declare(topics ...Topic) { b.topics = append(b.topics, topics...) }

// Topics lists what was declared.
func (b *Outbox) Topics() []Topic { return slices.Clone(b.topics) }

// Choices says how somebody wants each topic, whatever they chose for all.
func (b *Outbox) Choices(tx store.Tx, whom string) (map[string]Way, error) {
	ways, err := selectChoices(tx, whom)
	if err != nil {
		return nil, err
	}
	for _, t := range b.topics {
		ways[t.Name] = b.way(ways, t.Name)
	}
	return ways, nil
}

// way is how a topic is wanted: as chosen for it, as chosen for all, as usual.
func (b *Outbox) way(chosen map[string]Way, topic string) Way {
	for _, name := range []string{topic, ""} {
		if w, ok := chosen[name]; ok {
			return w
		}
	}
	for _, t := range b.topics {
		if t.Name == topic && t.Way != "" {
			return t.Way
		}
	}
	return Now
}

// Choose keeps how somebody wants a topic; the empty one stands for all that nothing
// else was chosen for. A fault of kind Invalid says that there is no such way.
func (b *Outbox) Choose(tx store.Tx, whom, topic string, w Way) error {
	if !slices.Contains(Ways(), w) {
		return fault.New(fault.Invalid, words, "bad-way")
	}
	return upsertChoice(tx, whom, topic, w)
}

// Hours are somebody's hours, or the usual ones.
func (b *Outbox) Hours(tx store.Tx, whom string) (Hours, error) {
	h, named, err := selectHours(tx, whom)
	if err == nil && !named {
		h = usualHours
	}
	h.site = b.o.Zone
	return h, err
}

// Zone is the name of the site's zone in the IANA database; empty when the machine does not
// tell it.
func (b *Outbox) Zone() string {
	if b.o.Zone != time.Local {
		return b.o.Zone.String()
	}
	return localName()
}

// SetHours keeps somebody's hours. A fault of kind Invalid says what is wrong with
// them.
func (b *Outbox) SetHours(tx store.Tx, whom string, h Hours) error {
	if _, err := time.LoadLocation(h.Zone); h.Zone != SiteZone && (err != nil || h.Zone == "" || h.Zone == "Local") {
		return fault.New(fault.Invalid, words, "bad-zone", lang.A{"zone": h.Zone})
	}
	for _, minute := range []int{h.QuietFrom, h.QuietUntil, h.Digest} {
		if minute < 0 || minute >= dayMinutes {
			return fault.New(fault.Invalid, words, "bad-hour")
		}
	}
	return upsertHours(tx, whom, h)
}

const dayMinutes = 24 * 60

// schedule says when and how a message goes that is not urgent.
func (b *Outbox) schedule(tx store.Tx, e *entry) error {
	chosen, err := selectChoices(tx, e.whom)
	if err != nil {
		return err
	}
	hours, err := b.Hours(tx, e.whom)
	if err != nil {
		return err
	}
	switch b.way(chosen, e.topic) {
	case Never:
		e.State = Unwanted
	case Daily:
		e.State, e.Due = Held, hours.nextDigest(e.Made)
	default:
		e.Due = hours.afterQuiet(e.Made)
	}
	return nil
}

// location is the zone of the hours; UTC when the machine no longer knows it.
func (h Hours) location() *time.Location {
	if h.Zone == SiteZone && h.site != nil {
		return h.site
	}
	l, err := time.LoadLocation(h.Zone)
	if err != nil {
		return time.UTC
	}
	return l
}

// at is a minute of the day of t, or of a day after it; an hour off on the night that
// clocks go forward over it.
func (h Hours) at(t time.Time, minute, days int) time.Time {
	t = t.In(h.location())
	return time.Date(t.Year(), t.Month(), t.Day()+days, minute/60, minute%60, 0, 0, t.Location()).UTC()
}

// nextDigest is when the first digest after t comes.
func (h Hours) nextDigest(t time.Time) time.Time {
	if today := h.at(t, h.Digest, 0); today.After(t) {
		return today
	}
	return h.at(t, h.Digest, 1)
}

// afterQuiet is t, or the end of the quiet hours that t falls into.
func (h Hours) afterQuiet(t time.Time) time.Time {
	local := t.In(h.location())
	minute := local.Hour()*60 + local.Minute()
	from, until := h.QuietFrom, h.QuietUntil
	switch {
	case from == until:
		return t
	case from < until && (minute < from || minute >= until):
		return t
	case from > until && minute < from && minute >= until:
		return t
	case minute >= until: // the night goes on after midnight
		return h.at(t, until, 1)
	}
	return h.at(t, until, 0)
}
