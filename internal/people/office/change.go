package office

import (
	"context"
	"encoding/base64"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// part is a part of the settings that can be checked and kept.
type part interface {
	check(tags []lang.Tag) Mistakes
}

// names of the parts, by their type.
func partOf(p part) Part {
	switch p.(type) {
	case Institution:
		return PartInstitution
	case Look:
		return PartLook
	case Languages:
		return PartLanguages
	case Privacy:
		return PartPrivacy
	case Access:
		return PartAccess
	}
	return PartAccessibility
}

// Change keeps a part of the settings, changed by somebody who saw the version seen of
// it. It is refused with [Mistakes] when a field cannot be kept, and with a fault of
// kind Conflict when somebody else changed the part meanwhile; nothing is kept then.
func (r *Room) Change(ctx context.Context, by *identity.Session, value part, seen int) error {
	if wrong := value.check(r.tags()); len(wrong) > 0 {
		return wrong
	}
	name := partOf(value)
	err := r.DB.Write(ctx, func(tx store.Tx) error {
		if err := r.Identity.Can(tx, by, ActSettings, identity.SiteScope); err != nil {
			return err
		}
		return r.put(tx, name, value, seen, by.Person)
	})
	if err != nil {
		return err
	}
	_, err = r.Refresh(ctx)
	return err
}

// put writes a part and notes who changed it.
func (r *Room) put(tx store.Tx, name Part, value any, seen int, by identity.PersonID) error {
	version, err := selectVersion(tx, name)
	if err != nil {
		return err
	}
	if version != seen {
		return fault.New(fault.Conflict, words, "changed-meanwhile")
	}
	if err := putSetting(tx, name, value, version+1, r.Clock.Now().UTC().Format(time.RFC3339), by); err != nil {
		return err
	}
	return r.Identity.Audit(tx, identity.Event{By: by, Do: "settings.change", On: string(name)})
}

// ChangeLook is Change for the look, with a logo: nil keeps the one there is, an empty
// File takes it away.
func (r *Room) ChangeLook(ctx context.Context, by *identity.Session, value Look, logo *File, seen int) error {
	if wrong := value.check(r.tags()); len(wrong) > 0 {
		return wrong
	}
	err := r.DB.Write(ctx, func(tx store.Tx) error {
		if err := r.Identity.Can(tx, by, ActSettings, identity.SiteScope); err != nil {
			return err
		}
		value.Logo = r.Settings().Look.Logo
		if logo != nil {
			value.Logo = logo.Name
			if err := r.putLogo(tx, *logo); err != nil {
				return err
			}
		}
		return r.put(tx, PartLook, value, seen, by.Person)
	})
	if err != nil {
		return err
	}
	_, err = r.Refresh(ctx)
	return err
}

func (r *Room) putLogo(tx store.Tx, logo File) error {
	if logo.Name != "" {
		if err := insertFile(tx, logo, base64.StdEncoding.EncodeToString(logo.Data), r.Clock.Now().UTC().Format(time.RFC3339)); err != nil {
			return err
		}
	}
	return deleteFilesBut(tx, logo.Name)
}

// tags are the languages of the course, in which everything is said that the
// institution says.
func (r *Room) tags() []lang.Tag { return r.Library.Edition().Course.Tags() }
