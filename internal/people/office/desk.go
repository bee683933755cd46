package office

import (
	"time"

	"atelier/internal/people/identity"
)

// The acts of the room. Looking needs no fresh proof; changing does, and saying who may
// come in a fresher one.
var (
	ActLook     = act("office.look", 0)                  // to look into the administration
	ActSettings = act("settings.change", 30*time.Minute) // to change how the institution presents the site
	ActPeople   = act("people.manage", 30*time.Minute)   // to look after people, their roles and organisations
	ActMachine  = act("machine.manage", 30*time.Minute)  // to look after what the site does by itself: mail, jobs, keys
	ActAccess   = act("access.manage", 10*time.Minute)   // to say who may come in
)

func act(name string, fresh time.Duration) identity.Act {
	return identity.Act{Name: name, Roles: []identity.Role{identity.Administrator}, Fresh: fresh}
}

// Step is one line of the first-run checklist: something an institution decides
// before it lets people in. Nothing forces it; the site works meanwhile.
type Step struct {
	Key  string // in the catalogue: "step.institution"
	Area string // the area where it is done
	Done bool
}

// steps is the first-run checklist.
func (s Settings) steps() []Step {
	return []Step{
		{"institution", areaInstitution, s.Institution.Name != nil && s.Institution.Contact != ""},
		{"languages", areaLanguages, s.Version(PartLanguages) > 0},
		{"accessibility", areaAccessibility, s.Accessibility.Date != "" && len(s.Accessibility.Owner) > 0},
		{"privacy", areaPrivacy, s.Privacy.Date != "" && s.Privacy.Contact != ""},
		{"look", areaLook, s.Version(PartLook) > 0},
	}
}
