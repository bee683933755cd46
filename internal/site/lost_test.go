package site

import (
	"net/http"
	"strings"
	"testing"

	"atelier/internal/base/blob/blobtest"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/people/office"
)

// TestTheServerOfFilesIsLost kills the S3 server under a running site. Pages are served and
// acts are kept; whoever would keep a file is told in plain words, and so are balancers and
// administrators. Once the server is back all of it works without anybody's help, and the
// files are there.
func TestTheServerOfFilesIsLost(t *testing.T) {
	t.Parallel()
	files, bucket := blobtest.NewServer(t)
	f := besieged(t, func(o *Options) { o.Blobs = files.Address(bucket, "") })
	path := find(t, f.Site, "fr", snowPath).Path
	health := map[lang.Tag]string{}
	for _, face := range lang.Interfaces() {
		health[face] = office.Path(face, face, "health")
	}
	filesAre := func() string { return f.ready.report(t.Context()).Checks["blobs"] }
	before, _, err := f.blobs.Put(t.Context(), strings.NewReader("kept before"))
	if err != nil {
		t.Fatal(err)
	}

	files.Kill()
	again(t, "the news of it", func() bool { return filesAre() == "failing" })
	if said := f.ready.report(t.Context()); said.Status != "ready" {
		t.Errorf("the node is %s", said.Status)
	}
	_, _, err = f.blobs.Put(t.Context(), strings.NewReader("not kept"))
	for face, words := range map[lang.Tag]string{lang.English: "does not answer", lang.French: "ne répond pas"} {
		if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err, face), words) {
			t.Errorf("a file: %v", fault.Message(err, face))
		}
		if got := f.get(f.admin, health[face]); got.status != http.StatusOK || !strings.Contains(got.body, words) {
			t.Errorf("the page of the health: %d", got.status)
		}
	}
	if got := f.get(visitor{}, path); got.status != http.StatusOK {
		t.Errorf("a page: %d", got.status)
	}
	if got := f.post(f.learner, path, map[string][]string{"act": {"done"}}); got.status != http.StatusSeeOther {
		t.Errorf("an act: %d", got.status)
	}

	if err := files.Again(); err != nil {
		t.Fatal(err)
	}
	again(t, "the server of files", func() bool { return filesAre() == "ok" })
	if _, _, err := f.blobs.Put(t.Context(), strings.NewReader("kept after")); err != nil {
		t.Error(err)
	}
	if kept, err := f.blobs.Has(t.Context(), before); err != nil || !kept {
		t.Errorf("what was kept before: %v %v", kept, err)
	}
}
