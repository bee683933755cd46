package evidence

import (
	"context"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"

	"atelier/internal/base/archive"
)

// schema is the judge that validates XML of an edition against a schema, with xmllint: the member of a name in every
// package with an ending, or the files themselves when the member has no name.
func schema(name, folder string, namespaces [][2]string, edition, ending, member string) judge {
	j := judge{name: name}
	j.files = func(b Build) []string {
		var out []string
		for _, file := range b.Files {
			if strings.HasPrefix(file, edition) && strings.HasSuffix(file, ending) && !unproven(file) {
				out = append(out, file)
			}
		}
		return out
	}
	j.find = func(ctx context.Context, o Options) (tool, bool) {
		lint, ok := program("xmllint")
		schemas, err := filepath.Abs(filepath.Join(o.Schemas, filepath.FromSlash(folder)))
		if _, missing := os.Stat(schemas); !ok || o.Schemas == "" || err != nil || missing != nil {
			return tool{}, false
		}
		return tool{version: versionOf(ctx, lint, "--version"), look: func(ctx context.Context, b Build, pack string) (Verdict, error) {
			return validate(ctx, lint, driver(schemas, namespaces), b.path(pack), member)
		}}, true
	}
	return j
}

// unproven says which files follow a version of their specification whose schema is not to be had (Common Cartridge
// 1.3) or is another one (XLIFF 1.2); their names have it as their part.
func unproven(file string) bool {
	return strings.Contains(file, "-1-3") || strings.Contains(file, "-1-2")
}

// driver is a schema that imports others from a folder.
func driver(folder string, namespaces [][2]string) string {
	var b strings.Builder
	b.WriteString(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">`)
	for _, n := range namespaces {
		b.WriteString(`<xs:import namespace="` + n[0] + `" schemaLocation="`)
		xml.EscapeText(&b, []byte(filepath.Join(folder, n[1]))) // into memory
		b.WriteString(`"/>`)
	}
	b.WriteString("</xs:schema>\n")
	return b.String()
}

func validate(ctx context.Context, lint, driver, file, member string) (v Verdict, err error) {
	dir, err := os.MkdirTemp("", "atelier-")
	if err != nil {
		return v, err
	}
	defer os.RemoveAll(dir)
	xsd := filepath.Join(dir, "all.xsd")
	if err := os.WriteFile(xsd, []byte(driver), 0o600); err != nil {
		return v, err
	}
	if member != "" {
		if file, err = takeOut(file, member, dir); err != nil {
			return v, err
		}
	}
	a, err := run(ctx, "", lint, "--noout", "--nonet", "--schema", xsd, file)
	if err != nil || a.code == 0 {
		return v, err
	}
	for _, line := range lines(a.err) {
		if strings.Contains(line, "error") {
			v.Errors++
			v.Says = append(v.Says, strings.TrimPrefix(line, file+":"))
		}
	}
	v.Errors = max(1, v.Errors)
	return v, nil
}

// takeOut writes a member of a package into a folder and says where.
func takeOut(pack, member, dir string) (string, error) {
	data, err := os.ReadFile(pack)
	if err != nil {
		return "", err
	}
	r, err := archive.Open(data, archive.Usual)
	if err != nil {
		return "", err
	}
	if data, err = r.Read(member); err != nil {
		return "", err
	}
	file := filepath.Join(dir, member)
	return file, os.WriteFile(file, data, 0o600)
}
