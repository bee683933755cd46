package office

import (
	"slices"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/office/pages"
)

// showPublished is the page about a release that is published: where it is told of, and the formats that it has and lacks.
func (r *Room) showPublished(v *visit, of library.Release) (templ.Component, error) {
	var all []library.Format
	var hand library.Hand
	err := r.read(v, func(tx store.Tx) (err error) {
		if hand, err = r.handOf(tx, of); err != nil {
			return err
		}
		all, err = r.Library.Shelf().Formats(tx, of)
		return err
	})
	if err != nil {
		return nil, err
	}
	about := pages.Acts(pages.Deeds{Deeds: []pages.Deed{{Link: page.Link{Text: v.say("releases.about"), Href: r.releasePath(v.tag, of)}, What: v.releaseLine(of, hand)}}})
	list := pages.Formats{Action: v.here()}
	for _, f := range all {
		list.List = append(list.List, v.format(f))
	}
	if slices.ContainsFunc(all, library.Format.Lacks) && library.ActBuild.Allowed(v.session.Grants, identity.CourseScope(of.Course)) {
		list.Send = v.say("formats.build")
	}
	if slices.ContainsFunc(all, func(f library.Format) bool { return f.State == library.BuildWaiting || f.State == library.BuildRunning }) {
		list.Again = page.Link{Text: v.say("formats.look-again"), Href: v.here()}
	}
	return templ.Join(about, pages.Section(v.say("formats.title"), v.say("formats.text"), pages.FormatsBody(list))), nil
}

// format says how far a format is, and of one that failed why and what to do.
func (v *visit) format(f library.Format) pages.Format {
	out := pages.Format{Name: f.Say(v.face), State: v.say("formats.state-" + string(f.State))}
	if f.State == library.BuildFailed {
		out.State, out.Hint = v.say("formats.failed-"+f.Why), v.say("formats.failed-"+f.Why+"-do")
	}
	if f.State != library.BuildThere {
		return out
	}
	out.State = v.say("formats.state-there", lang.A{"n": len(f.Files), "size": lang.Bytes(v.face, f.Bytes())})
	out.Title = v.say("formats.files", lang.A{"name": out.Name})
	for _, file := range f.Files {
		out.Files = append(out.Files, pages.FormatFile{Path: file.Path, Size: lang.Bytes(v.face, file.Bytes), Checksum: string(file.Blob)})
	}
	return out
}

// buildFormats has built what the release of a page lacks.
func (r *Room) buildFormats(v *visit) error {
	parcel, err := r.staged(v)
	if err != nil {
		return err
	}
	defer parcel.Close()
	return r.DB.Write(v.req.Context(), func(tx store.Tx) error {
		if err := r.Identity.Can(tx, v.session, library.ActBuild, identity.CourseScope(parcel.Course.Key)); err != nil {
			return err
		}
		_, err := r.Library.Shelf().Build(tx, v.session.Person, parcel.Course.Key, parcel.Version)
		return err
	})
}
