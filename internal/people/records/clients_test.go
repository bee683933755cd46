package records

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"atelier/internal/base/store"
)

// Clients that others wrote do with the store what they do with any other: write, read, page,
// take back, attach, keep documents.
func TestClientsOfOthers(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed (make setup)")
	}
	script, err := filepath.Abs("../../../tests/api/xapi-clients.cjs")
	if err != nil {
		t.Fatal(err)
	}
	onDoors(t, func(t *testing.T, p program, _ *Room, _ *store.DB) {
		server := httptest.NewServer(p.h)
		defer server.Close()
		for name, folder := range map[string]string{"xapi": "@xapi/xapi", "tincan": "tincanjs"} {
			t.Run(name, func(t *testing.T) {
				if _, err := os.Stat(filepath.Join("../../../node_modules", folder)); err != nil {
					t.Skipf("%s is not installed (make setup)", folder)
				}
				cmd := exec.CommandContext(t.Context(), node, script, server.URL+Endpoint, "all", "allall", name)
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
	})
}
