package site

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"atelier/internal/base/api"
	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/web"
	"atelier/internal/content/publish"
	"atelier/internal/people/credential"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/office"
	"atelier/internal/people/records"
	"atelier/internal/people/report"
)

// publishEvery is how often one of the nodes looks whether reports can say more.
const publishEvery = 15 * time.Minute

// publishPeopleEvery is how often it looks at where everybody who is enrolled stands.
const publishPeopleEvery = time.Hour

// furnish makes the rooms and makes them known to each other.
func (s *Site) furnish(ctx context.Context, o Options, base *url.URL) (err error) {
	home := slashed(base)
	if home == "" {
		home = localHome
	}
	who := identity.New(s.db, o.Clock)
	s.identity = who
	who.Write(s.mailer(o), slashed(base))
	s.proof = s.newProof(o, base, who)
	record := records.New(o.Clock, clock.NewID, home)
	record.Know(who)
	s.records = record
	s.learning = delivery.New(delivery.Options{DB: s.db, Clock: o.Clock, Identity: who, Records: record, Library: s.library, Keys: s.keys, Zone: time.Local, Mail: s.mail, Mine: enrolment.LearningPath,
		Acts: o.Metrics.Counter("acts_total", "Acts of learners that were kept.")})
	s.queue.Every("delivery.clock", time.Minute, s.learning.CloseRunOut)
	if s.privacy, err = s.newPrivacy(o, who); err != nil {
		return err
	}
	s.openForward(o)
	s.openEnrolment(o, who)
	s.report = report.New(report.Options{DB: s.db, Clock: o.Clock, Identity: who, Records: record, Library: s.library, Learning: s.learning, Enrolment: s.enrolled, Mail: s.mail})
	report.Declare(s.mail)
	s.queue.Every("blobs.sweep", sweepEvery, s.sweep(o.Clock))
	s.queue.Every("report.publish", publishEvery, s.report.PublishItems)
	s.queue.Every("report.people", publishPeopleEvery, s.report.PublishPeople)
	s.queue.Every("report.letters", publishPeopleEvery, s.report.SendLetters)
	s.queue.Every("report.evaluations", 24*time.Hour, s.report.PublishEvaluations)
	s.queue.Every("report.later", 24*time.Hour, s.report.SendLater)
	s.enrolled.Show(s.report.Invite)
	// Enrolment is asked before the rooms of learning: in a claim it must see what each of the two completed.
	who.Join(s.privacy, s.enrolled, s.learning, record, s.report)
	record.Listen(s.learning, s.report)
	s.furnishCredential(o, base, who)
	s.library.Lend(s.learning)
	shelf := &library.Shelf{DB: s.db, Blobs: s.blobs, Identity: who, Clock: o.Clock}
	shelf.Work(s.queue, o.Version)
	if err := s.library.Keep(ctx, shelf); err != nil {
		return err
	}
	s.office, err = office.New(ctx, office.Options{DB: s.db, Clock: o.Clock, Identity: who, Library: s.library, Enrolment: s.enrolled, Learning: s.learning, Privacy: s.privacy, Proof: s.proof,
		Queue: s.queue, Mail: s.mail, Records: record, Further: further, Scopes: Scopes, Vitals: s.vitals, Waiting: waiting(o), Version: o.Version, BaseURL: slashed(base), Log: o.Log})
	if err != nil {
		return err
	}
	s.office.Pass(s.forward)
	who.Admit(s.office.Open)
	who.Doors(s.enrolled.Door, credential.Doors, s.office.Doors, report.Doors)
	return nil
}

// taken says whether a room has a page at an address, so that a course cannot have one there.
func (s *Site) taken(path string) bool {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		_, pattern := s.mux.Handler(&http.Request{Method: method, URL: &url.URL{Path: path}})
		if pattern != method+" /" {
			return true
		}
	}
	return false
}

// further leads from the administration to what staff see of learning in rooms of their own.
func further(tag, face lang.Tag, of *identity.Session) []page.Link {
	return append(credential.OfficeDoors(tag, face, of), report.Doors(tag, face, of)...)
}

// mount puts the pages of the rooms on one mux, with the manners of the kit around it.
func (s *Site) mount(o Options, base *url.URL) (http.Handler, error) {
	kit, err := web.New(web.Options{Log: o.Log, BaseURL: base, ErrorPage: s.errorPage, Proxies: o.Proxies, Quiet: []string{healthPath, readyPath},
		CrossOrigin: []string{api.Root + "/", records.Endpoint + "/"}, Observe: o.Metrics.Requests()})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	s.mux = mux
	course := frame{s.library}
	s.learning.Register(mux, kit)
	s.identity.Register(mux, kit, course)
	s.proof.Register(mux, kit, course)
	s.mail.Register(mux, kit, mailFrame{course})
	s.paper.Register(mux, kit, course)
	s.office.Register(mux, kit)
	s.report.Register(mux, kit, course)
	s.privacy.Register(mux, kit, course)
	s.enrolled.Register(mux, kit)
	s.library.Register(mux, kit)
	mux.Handle("GET /favicon.ico", web.NewBody("image/svg+xml", "public, max-age=86400", []byte(publish.Icon)))
	mux.Handle("GET /{lang}"+api.Root+"/{$}", kit.Handle(s.reference))
	if o.Dev {
		mux.Handle("GET /dev/gallery/{lang}/{name}", kit.Handle(s.gallery))
	}
	health, ready := kit.Handle(healthz), kit.Handle(s.ready.readyz)
	mux.Handle(healthPath, health)
	mux.Handle(readyPath, ready)
	if o.Metrics != nil {
		s.mountInside(o.Metrics, health, ready)
	}
	return kit.Wrap(s.withXAPI(s.withAPI(s.office.Notice(mux), o, base, s.identity), o)), nil
}
