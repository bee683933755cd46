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
	name() Part
	check(tags []lang.Tag) Mistakes
}

// Change keeps a part of the settings, changed by somebody who saw the version seen of
// it. It is refused with [Mistakes] when a field cannot be kept, and with a fault of
// kind Conflict when somebody else changed the part meanwhile; nothing is kept then.
func (r *Room) Change(ctx context.Context, by *identity.Session, value part, seen int) error {
	return r.change(ctx, by, value, func(tx store.Tx) error { return r.put(tx, value, seen, by.Person) })
}

// ChangeLook is Change for the look, with a logo: nil keeps the one there is, an empty
// File takes it away.
func (r *Room) ChangeLook(ctx context.Context, by *identity.Session, value Look, logo *File, seen int) error {
	return r.change(ctx, by, value, func(tx store.Tx) error {
		now, err := readSettings(tx)
		if err != nil {
			return err
		}
		value.Logo = now.Look.Logo
		if logo != nil {
			value.Logo = logo.Name
			if err := r.putLogo(tx, *logo); err != nil {
				return err
			}
		}
		return r.put(tx, value, seen, by.Person)
	})
}

// change runs put, if the part can be kept and whoever changes it may.
func (r *Room) change(ctx context.Context, by *identity.Session, value part, put func(tx store.Tx) error) error {
	if wrong := value.check(r.tags()); len(wrong) > 0 {
		return wrong
	}
	return r.DB.Write(ctx, func(tx store.Tx) error {
		if err := r.Identity.Can(tx, by, ActSettings, identity.SiteScope); err != nil {
			return err
		}
		return put(tx)
	})
}

// put writes a part, notes who changed it, and shows it once it is kept.
func (r *Room) put(tx store.Tx, value part, seen int, by identity.PersonID) error {
	version, err := selectVersion(tx, value.name())
	if err != nil {
		return err
	}
	if version != seen {
		return fault.New(fault.Conflict, words, "changed-meanwhile")
	}
	if err := putSetting(tx, value, version+1, r.moment(), by); err != nil {
		return err
	}
	tx.After(r.show)
	return r.Identity.Audit(tx, identity.Event{By: by, Do: "settings.change", On: string(value.name())})
}

// show reads what was kept and has pages show it. Where it cannot be read, the watch of
// a shared database, or the next start, does it.
func (r *Room) show() {
	if _, err := r.Refresh(context.Background()); err != nil {
		r.Log.Warn("the settings were kept and cannot be read; those known before stay", "error", err)
	}
}

func (r *Room) putLogo(tx store.Tx, logo File) error {
	if logo.Name != "" {
		if err := insertFile(tx, logo, base64.StdEncoding.EncodeToString(logo.Data), r.moment()); err != nil {
			return err
		}
	}
	return deleteFilesBut(tx, logo.Name)
}

func (r *Room) moment() string { return r.Clock.Now().UTC().Format(time.RFC3339) }

// tags are the languages of the course, in which everything is said that the
// institution says.
func (r *Room) tags() []lang.Tag { return r.Library.Edition().Course.Tags() }
