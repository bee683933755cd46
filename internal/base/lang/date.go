package lang

import (
	"strconv"
	"time"
)

// Date writes a day: "November 23, 2026", « 23 novembre 2026 », « 1er janvier
// 2027 » (without the article, which belongs to the sentence around it). The day
// is the one of t in its own time zone.
func Date(tag Tag, t time.Time) string {
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 && Interface(tag) == French {
		day = "1er"
	}
	return shared.Say(tag, "date", A{
		"day":   day,
		"month": shared.Say(tag, "month."+strconv.Itoa(int(t.Month()))),
		"year":  strconv.Itoa(t.Year()),
	})
}

// Clock writes a time of day with the name of its zone, always: "1:30 pm EST",
// « 13 h 30 HNE ». The zone is the one of t.
func Clock(tag Tag, t time.Time) string {
	zone := t.Format("MST")
	if Interface(tag) == French {
		return strconv.Itoa(t.Hour()) + nbsp + "h" + nbsp + t.Format("04") + " " + frenchZone(zone)
	}
	return t.Format("3:04") + nbsp + t.Format("pm") + " " + zone
}

// frenchZone is the French name of the zones of Canada; others keep their own.
func frenchZone(zone string) string {
	if key := "zone." + zone; shared.Has(French, key) {
		return shared.Say(French, key)
	}
	return zone
}

// Machine writes a moment for machines, in UTC, to the second (ISO 8601).
func Machine(t time.Time) string { return t.UTC().Format(time.RFC3339) }
