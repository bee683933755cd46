package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// stamped is set by release builds: go build -ldflags "-X main.stamped=1.0.0".
var stamped = ""

type versionCommand struct {
	JSON bool `name:"json" help:"${json}"`
	SBOM bool `name:"sbom" help:"${sbom}"`
}

// version is the release, or the commit the program was built from, or "dev".
func version() string {
	if stamped != "" {
		return stamped
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return "dev-" + s.Value[:12]
			}
		}
	}
	return "dev"
}

func (v *versionCommand) Run(t *terminal) error {
	if info, ok := debug.ReadBuildInfo(); ok && v.SBOM {
		bill, err := billOf(info, version())
		if err != nil {
			return err
		}
		return t.json(bill)
	}
	if v.JSON {
		return t.json(map[string]string{"version": version(), "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH})
	}
	_, err := fmt.Fprintf(t.out, "atelier %s (%s, %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
