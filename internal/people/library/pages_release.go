package library

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
	"atelier/internal/content/editions"
	"atelier/internal/content/parity"
	"atelier/internal/content/publish"
	"atelier/internal/content/release"
	"atelier/internal/people/identity"
	"atelier/internal/people/library/pages"
)

// releasedPath is where the files of each release stand, below the root of the course and under its version. It is no pattern of the mux, as builtPath is
// none.
const releasedPath = "released/"

// ReleasesPath is the address of the list of the course's releases; ReleasePath of the page about one.
func (e *Edition) ReleasesPath(tag lang.Tag) string { return e.releasesPath(tag, e.Face(tag)) }

// ReleasePath is described at [Edition.ReleasesPath].
func (e *Edition) ReleasePath(tag lang.Tag, version string) string {
	return e.ReleasesPath(tag) + url.PathEscape(version) + "/"
}

func (e *Edition) releasesPath(tag, face lang.Tag) string {
	return e.home(tag, face) + words.Say(face, "slug.releases") + "/"
}

// releasesLink leads from the foot of every page to the releases, published or not: pages of a release are those of the
// working copy that it was made from, byte for byte.
func (e *Edition) releasesLink(tag, face lang.Tag) []page.Link {
	return []page.Link{{Text: words.Say(face, "releases"), Href: e.releasesPath(tag, face)}}
}

// registerReleases puts the pages of releases on a mux, under their names in every interface language.
func (h handlers) registerReleases(mux *http.ServeMux) {
	for _, face := range lang.Interfaces() {
		below := words.Say(face, "slug.releases") + "/"
		for _, home := range Homes(face) {
			mux.Handle("GET "+home+below+"{$}", h.kit.Handle(h.releases))
			mux.Handle("GET "+home+below+"{version}/{$}", h.kit.Handle(h.release))
		}
	}
}

// shelved are the releases of a course, the oldest first; none where nothing can be published.
func (h handlers) shelved(ctx context.Context, key string) (all []Release, err error) {
	if h.shelf == nil {
		return nil, nil
	}
	err = h.shelf.DB.Read(ctx, func(tx store.Tx) error {
		all, err = h.shelf.Releases(tx, key)
		return err
	})
	return all, err
}

// asked is a page of releases being asked for.
type asked struct {
	w         http.ResponseWriter
	req       *http.Request
	e         *Edition
	tag, face lang.Tag
	all       []Release
}

func (a *asked) say(key string, args ...lang.A) string { return words.Say(a.face, key, args...) }

// ask finds the course and the language of an address; done says that the answer was to lead to the address in its own
// words.
func (h handlers) ask(w http.ResponseWriter, req *http.Request, at func(e *Edition, tag lang.Tag) string) (a *asked, done bool, err error) {
	e, tag, ok := h.Asked(req)
	if !ok {
		return nil, false, fault.New(fault.NotFound, words, "no-page")
	}
	if want := at(e, tag); req.URL.EscapedPath() != want {
		http.Redirect(w, req, want, http.StatusMovedPermanently)
		return nil, true, nil
	}
	all, err := h.shelved(req.Context(), e.Course.Key)
	return &asked{w: w, req: req, e: e, tag: tag, face: e.Face(tag), all: all}, false, err
}

// draw answers with a page of releases.
func (h handlers) drawReleases(a *asked, title string, at func(e *Edition, tag lang.Tag) string, crumbs []page.Link, body templ.Component) error {
	reading, _ := ReadingOf(a.req)
	data, err := a.e.Draw(h.o, Sheet{
		Tag: a.tag, Title: title, Back: a.req.URL.Path, Reading: reading, Body: body, Crumbs: crumbs,
		At: func(other lang.Tag) string { return at(a.e, other) },
	})
	if err != nil {
		return err
	}
	web.HTML(a.w, a.req, http.StatusOK, data)
	return nil
}

// releases lists the releases, the newest first.
func (h handlers) releases(w http.ResponseWriter, req *http.Request) error {
	a, done, err := h.ask(w, req, (*Edition).ReleasesPath)
	if done || err != nil {
		return err
	}
	list := pages.Releases{Nothing: a.say("releases-none")}
	now := a.e.Release
	for _, r := range slices.Backward(a.all) {
		one := pages.Release{
			Link: page.Link{Text: a.say("release-title", lang.A{"version": r.Version}), Href: a.e.ReleasePath(a.tag, r.Version)},
			Text: a.say("release-row", lang.A{"made": r.Day.Say(a.face), "published": parity.DayOf(r.Published).Say(a.face)}),
		}
		if now != nil && now.Version == r.Version {
			one.Now = a.say("release-now")
		}
		if r.Withdrawn != nil {
			one.Text = a.say("release-withdrawn", lang.A{"day": parity.DayOf(r.Withdrawn.At).Say(a.face)})
		}
		list.List = append(list.List, one)
	}
	head := page.Heading{Title: page.Text(a.say("releases")), Lede: page.Text(a.say("releases-lede"))}
	return h.drawReleases(a, a.say("releases"), (*Edition).ReleasesPath, nil, templ.Join(page.PageHead(head), pages.ReleaseList(list)))
}

// release is the page about one release.
func (h handlers) release(w http.ResponseWriter, req *http.Request) error {
	version := req.PathValue("version")
	at := func(e *Edition, tag lang.Tag) string { return e.ReleasePath(tag, version) }
	a, done, err := h.ask(w, req, at)
	if done || err != nil {
		return err
	}
	i := slices.IndexFunc(a.all, func(r Release) bool { return r.Version == version })
	if i < 0 {
		return noRelease(version)
	}
	about, err := h.about(a, a.all[i])
	if err != nil {
		return err
	}
	title := a.say("release-title", lang.A{"version": version})
	head := page.Heading{Title: page.Text(title), Kicker: a.e.Course.Title.In(a.tag)}
	if now := a.e.Release; now != nil && now.Version == version {
		head.Lede = page.Text(a.say("release-now"))
	}
	crumbs := []page.Link{{Text: a.say("releases"), Href: a.e.ReleasesPath(a.tag)}, {Text: title}}
	body := []templ.Component{page.PageHead(head)}
	if w := a.all[i].Withdrawn; w != nil {
		body = append(body, page.NoticeBox(a.face, page.Notice{Kind: "warning", Title: a.say("release-withdrawn", lang.A{"day": parity.DayOf(w.At).Say(a.face)}), Body: page.Text(w.Reason.In(a.face))}))
	}
	return h.drawReleases(a, title, at, crumbs, templ.Join(append(body, pages.About(about))...))
}

// about is what is told of a release: facts, notes, downloads, evidence.
func (h handlers) about(a *asked, r Release) (pages.AboutRelease, error) {
	out := pages.AboutRelease{
		Facts: []page.Fact{
			{Name: a.say("fact.made"), Text: page.Text(r.Day.Say(a.face))},
			{Name: a.say("fact.published"), Text: page.Text(parity.DayOf(r.Published).Say(a.face))},
			{Name: a.say("fact.checksum"), Text: pages.Checksum(string(r.Archive))},
		},
		NotesTitle: a.say("release-notes"), FilesTitle: a.say("release-downloads"), NoFiles: a.say("release-downloads-none"),
		EvidenceTitle: a.say("release-evidence"), NoEvidence: a.say("release-evidence-none"),
	}
	if err := h.tellHands(a, r, &out); err != nil {
		return out, err
	}
	notes, err := release.NotesHTML(r.Notes.In(a.tag))
	if err != nil {
		return out, err
	}
	out.Notes = page.HTML(notes)
	b, err := h.releaseFiles(a.req.Context(), a.e, r)
	if err != nil {
		return out, err
	}
	for name := range b.sums {
		o, ok := editions.All.OutputAt(a.e.Course, name)
		if !ok || b.held[name] || o.Tag != "" && o.Tag != a.tag {
			continue
		}
		out.Files = append(out.Files, h.download(a, r, o, b))
	}
	slices.SortFunc(out.Files, func(x, y pages.Download) int {
		return strings.Compare(x.Link.Text+x.Link.Href, y.Link.Text+y.Link.Href)
	})
	if p := b.proof; p.Asked != "" {
		out.Evidence = a.say("release-evidence-asked", lang.A{"date": parity.Day(p.Asked).Say(a.face), "key": p.Key[:min(16, len(p.Key))]})
		for _, j := range p.Judges {
			key := "release-judge"
			if j.Absent {
				key = "release-judge-absent"
			}
			out.Judges = append(out.Judges, a.say(key, lang.A{"name": strings.TrimSpace(j.Name + " " + j.Version), "files": j.Files, "errors": j.Errors, "warnings": j.Warnings}))
		}
	}
	return out, nil
}

// tellHands adds by whom the release was published, and withdrawn, for those who are told.
func (h handlers) tellHands(a *asked, r Release, out *pages.AboutRelease) error {
	tell := func(fact string, by identity.PersonID, key string) error {
		name, err := h.hand(a.req, a.face, r.Course, by, key)
		if name != "" {
			out.Facts = append(out.Facts, page.Fact{Name: a.say(fact), Text: page.Text(name)})
		}
		return err
	}
	if err := tell("fact.by", r.By, r.Key); err != nil || r.Withdrawn == nil {
		return err
	}
	return tell("fact.withdrawn-by", r.Withdrawn.By, r.Withdrawn.Key)
}

func (h handlers) download(a *asked, r Release, o publish.Output, b *built) pages.Download {
	name := o.Say(a.face) + " – " + o.Part
	if o.Part == "" {
		name = o.Say(a.face) + " – " + a.say("release-whole")
	}
	kind := strings.ToUpper(o.Path[strings.LastIndexByte(o.Path, '.')+1:])
	info, err := b.files.(shelfFiles).Stat(o.Path)
	if err == nil {
		kind += ", " + lang.Bytes(a.face, info.Size())
	}
	return pages.Download{Link: page.Link{Text: name, Href: a.e.Web.Options.Root + releasedPath + url.PathEscape(r.Version) + "/" + o.Path}, Kind: kind, Checksum: b.sums[o.Path]}
}

// releaseFiles are the files of a release.
func (h handlers) releaseFiles(ctx context.Context, e *Edition, r Release) (*built, error) {
	var files []File
	err := h.shelf.DB.Read(ctx, func(tx store.Tx) (err error) {
		files, err = h.shelf.Files(tx, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	b := &built{files: newShelfFiles(h.shelf.Blobs, files, r.Published), sums: map[string]string{}, held: map[string]bool{}}
	for _, f := range files {
		b.sums[f.Path] = string(f.Blob)
		if o, ok := editions.All.OutputAt(e.Course, f.Path); ok && o.Bank && !h.o.Banks {
			b.held[f.Path] = true
		}
	}
	b.prove(h.o, &publish.Proof{Release: r.Version, Date: string(r.Day)}, b.sums[publish.ReleaseFile])
	return b, nil
}

// released serves a file of a release, at "VERSION/PATH".
func (h handlers) released(w http.ResponseWriter, req *http.Request, e *Edition, at string) error {
	version, name, _ := strings.Cut(at, "/")
	all, err := h.shelved(req.Context(), e.Course.Key)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(r Release) bool { return r.Version == version })
	if i < 0 {
		return noRelease(version)
	}
	b, err := h.releaseFiles(req.Context(), e, all[i])
	if err != nil {
		return err
	}
	return h.built(w, req, b, name)
}
