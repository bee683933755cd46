package mail

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// localtime is where most systems say which zone the machine is in: tzset(3), localtime(5).
const localtime = "/etc/localtime"

// localName is the name of the machine's zone, which the standard library reads without
// keeping its name; empty when it is not told.
func localName() string {
	if name, set := os.LookupEnv("TZ"); set {
		return knownZone(strings.TrimPrefix(name, ":"))
	}
	file, err := filepath.EvalSymlinks(localtime)
	if err != nil {
		return ""
	}
	_, name, _ := strings.Cut(filepath.ToSlash(file), "/zoneinfo/")
	return knownZone(name)
}

// knownZone is a name when it is one of a zone, with the short ones of UTC as one.
func knownZone(name string) string {
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		return ""
	}
	switch name {
	case "", "Etc/UTC", "Etc/UCT", "Universal", "Zulu", "UCT":
		return "UTC"
	}
	return name
}
