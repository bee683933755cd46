package library

import (
	"bytes"

	"atelier/internal/base/api"
	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// maxSent is the size in bytes of what a program sends with a release in it: an archive of 48 MiB.
const maxSent = 64<<20 + 1<<10

// ReleaseSent is a release that a program publishes: its archive, or the checksum of one that was sent before.
type ReleaseSent struct {
	Archive  []byte `json:"archive,omitempty" doc:"api.release.archive"`
	Checksum string `json:"checksum,omitempty" pattern:"^[0-9a-f]{64}$" doc:"api.release.sent-before"`
}

type releaseAsked struct {
	TheCourse
	Body ReleaseSent
}

// prepareRelease does what takes long: reading the archive, and comparing the course with the one before.
func (r *Room) prepareRelease(c api.Call, in *releaseAsked) (out Published, err error) {
	if err := c.Of(in.Course); err != nil {
		return out, err
	}
	p, err := r.parcelSent(c, in.Body)
	if err != nil {
		return out, err
	}
	defer p.Close()
	if p.Course.Key != in.Course {
		return out, fault.New(fault.Invalid, words, "parcel-other", lang.A{"course": short(p.Course.Key)})
	}
	// Asked first too, so that nothing is compared in vain.
	err = r.shelf.DB.Read(c.Context, func(tx store.Tx) error {
		_, err := r.shelf.Responsible(tx, c.Key.ID, in.Course)
		return err
	})
	if err != nil {
		return out, err
	}
	return r.shelf.Prepare(c.Context, p)
}

func (r *Room) parcelSent(c api.Call, sent ReleaseSent) (*Parcel, error) {
	if len(sent.Archive) > 0 == (sent.Checksum != "") {
		return nil, fault.New(fault.Invalid, words, "parcel-one")
	}
	if sent.Checksum == "" {
		return OpenParcel(bytes.NewReader(sent.Archive), "")
	}
	return r.shelf.Staged(c.Context, blob.Hash(sent.Checksum))
}

func (r *Room) apiPublish(c api.Call, tx store.Tx, in *releaseAsked, out Published) (*oneReleaseView, error) {
	if err := c.Of(in.Course); err != nil {
		return nil, err
	}
	by, err := r.shelf.Responsible(tx, c.Key.ID, in.Course)
	if err != nil {
		return nil, err
	}
	if !out.Again {
		out.By, out.Key = by, c.Key.ID
		if err := r.shelf.Keep(tx, out); err != nil {
			return nil, err
		}
	}
	all, err := r.shelf.Releases(tx, in.Course)
	if err != nil {
		return nil, err
	}
	one, err := r.shelf.Release(tx, in.Course, out.Version)
	newest, _ := newestOf(all)
	return &oneReleaseView{viewOf(one, newest.Version)}, err
}
