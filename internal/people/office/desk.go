package office

import (
	"time"

	"atelier/internal/people/identity"
)

// The acts of the room.
var (
	// ActLook is to look into the administration.
	ActLook = identity.Act{Name: "office.look", Roles: []identity.Role{identity.Administrator}}
	// ActSettings is to change how the institution presents the site.
	ActSettings = identity.Act{Name: "settings.change", Roles: []identity.Role{identity.Administrator}, Fresh: 30 * time.Minute}
)

// ActPeople is to look after people, their roles and organisations.
var ActPeople = identity.Act{Name: "people.manage", Roles: []identity.Role{identity.Administrator}, Fresh: 30 * time.Minute}

// ActMachine is to look after what the site does by itself: mail, jobs, keys.
var ActMachine = identity.Act{Name: "machine.manage", Roles: []identity.Role{identity.Administrator}, Fresh: 30 * time.Minute}

// ActAccess is to say who may come in.
var ActAccess = identity.Act{Name: "access.manage", Roles: []identity.Role{identity.Administrator}, Fresh: 10 * time.Minute}

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
