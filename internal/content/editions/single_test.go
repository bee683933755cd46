package editions

import (
	"context"
	"os"
	"strings"
	"testing"

	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

func TestSingleFilesAreWellFormed(t *testing.T) {
	for _, folder := range []string{"../publish/testdata/course", trilingualTests, "../../../cmd/atelier/starter"} {
		src := os.DirFS(folder)
		c, _, err := course.Load(src)
		if err != nil {
			t.Fatal(err)
		}
		out := &publish.Memory{}
		if err := All.Build(context.Background(), c, publish.Options{Only: []string{publish.EditionHTML}, Out: out, Source: src}); err != nil {
			t.Fatal(err)
		}
		for name, data := range out.Files() {
			if strings.HasSuffix(name, ".html") {
				wellFormed(t, folder+" "+name, data)
			}
		}
	}
}
