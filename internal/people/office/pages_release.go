package office

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/parity"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/office/pages"
)

// maxParcel is the size of the largest release that is sent by a page, in bytes; larger ones wait in the data folder.
const maxParcel = 64 << 20

// showReleases lists what is published and what waits, and takes a release from a file.
func (r *Room) showReleases(v *visit) (templ.Component, error) {
	shelves, err := r.shelves(v)
	if err != nil {
		return nil, err
	}
	var parts []templ.Component
	for _, s := range shelves {
		title := v.say("releases.published")
		if len(shelves) > 1 {
			title = v.say("releases.published-of", lang.A{"course": v.titleOf(s.edition)})
		}
		parts = append(parts, pages.Section(title, "", pages.Acts(r.releaseDeeds(v, s))))
	}
	w := pages.Deeds{Action: v.here(), Nothing: v.say("releases.none-waiting")}
	for _, name := range r.waiting() {
		w.Deeds = append(w.Deeds, pages.Deed{What: name, Go: v.say("releases.look"), Fields: []page.Field{{Name: "do", Value: "look"}, {Name: "name", Value: name}}})
	}
	f := v.plainForm("send", v.say("releases.look"))
	f.File = &pages.Upload{Name: "file", Label: v.say("field.releases.file"), Hint: v.say("field.releases.file-hint", lang.A{"most": lang.Size(maxParcel)}), Accept: ".zip,.imscc,.gz"}
	for _, m := range v.wrong {
		if m.Field == "file" {
			f.File.Error = m.Say(v.face)
		}
	}
	return templ.Join(append(parts,
		pages.Section(v.say("releases.waiting"), v.say("releases.waiting-text"), pages.Acts(w)),
		pages.Section(v.say("releases.send"), v.say("releases.send-text"), pages.FormBody(f.Form)),
		v.withdrawSection(shelves))...), nil
}

// published is a course with its releases that were published.
type published struct {
	edition  *library.Edition
	releases []library.Release
	hands    []library.Hand // by which each was published, or withdrawn
}

// shelves are the courses whose releases whoever looks may see, each with those.
func (r *Room) shelves(v *visit) (all []published, err error) {
	err = r.read(v, func(tx store.Tx) error {
		mine, err := r.mine(tx, v)
		if err != nil {
			return err
		}
		all = make([]published, len(mine))
		for i, e := range mine {
			all[i].edition = e
			if all[i].releases, err = r.Library.Shelf().Releases(tx, e.Course.Key); err != nil {
				return err
			}
			for _, one := range all[i].releases {
				hand, err := r.handOf(tx, one)
				if err != nil {
					return err
				}
				all[i].hands = append(all[i].hands, hand)
			}
		}
		return nil
	})
	return all, err
}

// releaseDeeds lists the releases of a course, the newest first.
func (r *Room) releaseDeeds(v *visit, s published) pages.Deeds {
	d := pages.Deeds{Nothing: v.say("releases.nothing")}
	for i, one := range slices.Backward(s.releases) {
		d.Deeds = append(d.Deeds, pages.Deed{
			Link: page.Link{Text: v.say("releases.version", lang.A{"version": one.Version}), Href: r.publishedPath(v, one)},
			What: v.releaseLine(one, s.hands[i]),
		})
	}
	return d
}

// withdrawSection has the form that withdraws a release of a course with more than one to read.
func (v *visit) withdrawSection(shelves []published) templ.Component {
	var options []page.Option
	for _, s := range shelves {
		if !library.ActWithdraw.Allowed(v.session.Grants, identity.CourseScope(s.edition.Course.Key)) {
			continue
		}
		var those []page.Option
		for _, one := range slices.Backward(s.releases) {
			if one.Withdrawn != nil {
				continue
			}
			text := v.say("releases.version", lang.A{"version": one.Version})
			if len(shelves) > 1 {
				text = v.say("releases.version-of", lang.A{"course": v.titleOf(s.edition), "version": one.Version})
			}
			those = append(those, page.Option{Value: releaseValue(s.edition, one.Version), Text: text})
		}
		if len(those) > 1 {
			options = append(options, those...)
		}
	}
	if len(options) == 0 {
		return templ.NopComponent
	}
	f := v.plainForm("withdraw", v.say("releases.withdraw"))
	f.labelled("version", "choice", options[0].Value, "field.releases.version", options...)
	for _, face := range lang.Interfaces() {
		f.labelled("reason-"+string(face), "long", "", "field.releases.reason-"+string(face)).needed()
	}
	return pages.Section(v.say("releases.withdraw"), v.say("releases.withdraw-text"), pages.FormBody(f.Form))
}

// releaseValue names a release in a form: by its version, with the key of its course before it where that is not the first.
func releaseValue(e *library.Edition, version string) string {
	if e.First {
		return version
	}
	return e.Course.Key + "/" + version
}

// releaseNamed reads what releaseValue wrote.
func (r *Room) releaseNamed(value string) (course, version string) {
	if course, version, ok := strings.Cut(value, "/"); ok {
		return course, version
	}
	return r.Library.Edition().Course.Key, value
}

// withdrawRelease takes a release out of service.
func (r *Room) withdrawRelease(v *visit) error {
	reason, shelf := lang.Text{}, r.Library.Shelf()
	for _, face := range lang.Interfaces() {
		reason[face] = v.typed("reason-" + string(face))
	}
	course, version := r.releaseNamed(v.typed("version"))
	err := r.DB.Write(v.req.Context(), func(tx store.Tx) error {
		if err := r.Identity.Can(tx, v.session, library.ActWithdraw, identity.CourseScope(course)); err != nil {
			return err
		}
		return shelf.Withdraw(tx, v.session.Person, course, version, reason)
	})
	for kind, field := range map[fault.Kind]string{fault.Invalid: "reason-en", fault.Conflict: "version", fault.NotFound: "version"} {
		err = asMistake(err, field, kind)
	}
	return err
}

// releaseLine says when a release was published, or withdrawn, and by whom.
func (v *visit) releaseLine(one library.Release, hand library.Hand) string {
	key, at := "releases.line", one.Published
	if one.Withdrawn != nil {
		key, at = "releases.withdrawn", one.Withdrawn.At
	}
	said := lang.A{"day": v.day(string(parity.DayOf(at)))}
	if who := hand.Say(v.face); who != "" {
		key, said["who"] = key+"-by", who
	}
	return v.say(key, said)
}

// handOf is by whom a release was published, or withdrawn.
func (r *Room) handOf(tx store.Tx, one library.Release) (library.Hand, error) {
	if w := one.Withdrawn; w != nil {
		return r.Library.Shelf().Hand(tx, w.By, w.Key)
	}
	return r.Library.Shelf().Hand(tx, one.By, one.Key)
}

// waiting are the names of the releases in the data folder that wait.
func (r *Room) waiting() []string {
	entries, err := os.ReadDir(r.Waiting)
	if err != nil {
		return nil // a folder that nobody made holds nothing
	}
	var out []string
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasSuffix(e.Name(), ".zip") {
			out = append(out, e.Name())
		}
	}
	return out
}

// sendReleases opens a release that was sent or waits, and leads to what publishing it would change.
func (r *Room) sendReleases(v *visit) error {
	if v.typed("do") == "withdraw" {
		return r.withdrawRelease(v)
	}
	from, err := r.chosen(v)
	if err != nil {
		return err
	}
	parcel, err := library.OpenParcel(from, "")
	if err != nil {
		return asMistake(err, "file", fault.Invalid)
	}
	defer parcel.Close()
	hash, err := r.Library.Shelf().Stage(v.req.Context(), parcel)
	v.next = v.under(areaRelease, string(hash))
	return err
}

// chosen is the archive that a form names.
func (r *Room) chosen(v *visit) (io.Reader, error) {
	if v.typed("do") == "look" {
		name := v.typed("name")
		if !slices.Contains(r.waiting(), name) {
			return nil, Mistakes{mistake("file", "release-gone")}
		}
		data, err := os.ReadFile(filepath.Join(r.Waiting, name))
		return bytes.NewReader(data), err
	}
	sent, _, err := v.req.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, Mistakes{mistake("file", "release-none")}
	}
	return sent, err
}

// staged opens the release that a page is about.
func (r *Room) staged(v *visit) (*library.Parcel, error) {
	hash, ok := blob.ParseHash(v.id)
	if !ok {
		return nil, fault.New(fault.NotFound, words, "release-gone")
	}
	return r.Library.Shelf().Staged(v.req.Context(), hash)
}

// showRelease says what publishing a release would change for learners, and has the button that does it.
func (r *Room) showRelease(v *visit) (templ.Component, error) {
	parcel, err := r.staged(v)
	if err != nil {
		return nil, err
	}
	defer parcel.Close()
	may := func(tx store.Tx) error {
		return r.Identity.Can(tx, v.session, library.ActLook, identity.CourseScope(parcel.Course.Key))
	}
	if err := r.read(v, may); err != nil {
		return nil, err
	}
	v.title = v.say("releases.version", lang.A{"version": parcel.Version})
	out, err := r.Library.Shelf().Weigh(v.req.Context(), parcel)
	if k := fault.KindOf(err); k == fault.Conflict || k == fault.Invalid {
		return page.NoticeBox(v.face, page.Notice{Kind: "warning", Title: fault.Message(err, v.face), Body: page.Text(fault.Hint(err, v.face))}), nil
	}
	if err != nil {
		return nil, err
	}
	if out.Again {
		return r.showPublished(v, out.Release)
	}
	var impact delivery.Impact
	if err := r.read(v, func(tx store.Tx) (err error) { impact, err = delivery.ImpactOf(tx, out); return err }); err != nil {
		return nil, err
	}
	d := pages.Deeds{}
	for _, line := range impact.Lines(v.tag, v.face) {
		d.Deeds = append(d.Deeds, pages.Deed{What: line})
	}
	since := v.say("releases.first")
	if out.Upgrade.From != "" {
		since = v.say("releases.since", lang.A{"since": out.Upgrade.From})
	}
	var publish templ.Component = templ.NopComponent
	if library.ActPublish.Allowed(v.session.Grants, identity.CourseScope(parcel.Course.Key)) {
		f := v.plainForm("publish", v.say("releases.publish"))
		publish = pages.Section(v.say("releases.publish"), v.say("releases.publish-text"), pages.FormBody(f.Form))
	}
	return templ.Join(pages.Section(v.say("releases.impact"), since, pages.Acts(d)), publish,
		pages.Section(v.say("releases.checksum"), "", pages.Plain(string(out.Archive)))), nil
}

// sendRelease publishes, or has built what is missing of what is published.
func (r *Room) sendRelease(v *visit) error {
	if v.typed("do") == "build" {
		return r.buildFormats(v)
	}
	parcel, err := r.staged(v)
	if err != nil {
		return err
	}
	defer parcel.Close()
	may := func(tx store.Tx) error {
		return r.Identity.Can(tx, v.session, library.ActPublish, identity.CourseScope(parcel.Course.Key))
	}
	// Asked first too, so that whoever must prove who they are does so before the work is done.
	if err := r.DB.Read(v.req.Context(), may); err != nil {
		return err
	}
	out, err := r.Library.Shelf().Publish(v.req.Context(), v.session.Person, may, parcel)
	if err != nil {
		return err
	}
	v.next = r.releasePath(v.tag, out.Release)
	// What is published waits no longer; a copy that cannot be removed is told of as published already.
	_ = os.Remove(filepath.Join(r.Waiting, filepath.Base(parcel.Course.Key+"-"+parcel.Version+".zip")))
	return nil
}

// publishedPath leads to the formats of a release; where it was withdrawn, to what everybody is told of it.
func (r *Room) publishedPath(v *visit, of library.Release) string {
	if of.Withdrawn != nil {
		return r.releasePath(v.tag, of)
	}
	return v.under(areaRelease, string(of.Archive))
}

// releasePath is the address of the page about a release; of the list of courses for one of a course that is not served.
func (r *Room) releasePath(tag lang.Tag, of library.Release) string {
	if e := r.Library.EditionOf(of.Course); e != nil {
		return e.ReleasePath(e.Reads(tag), of.Version)
	}
	return library.CoursesPath(tag, r.Library.Edition().Face(tag))
}
