package evidence

import (
	"context"
	"errors"
	"os"
	"strings"

	"atelier/internal/standard/pdfua"
)

// pdfuaRules are the machine rules of PDF/UA-1, as we read them.
var pdfuaRules = judge{name: "pdfua", ours: true, files: ending(".pdf"), find: func(context.Context, Options) (tool, bool) {
	return tool{look: func(_ context.Context, b Build, file string) (v Verdict, err error) {
		data, err := os.ReadFile(b.path(file))
		if err != nil {
			return v, err
		}
		r, err := pdfua.Check(data)
		if err != nil {
			return v, err
		}
		if r.Cut != "" {
			return v, errors.New(r.Cut)
		}
		v.Errors = r.Count()
		for _, broken := range r.Violations {
			v.Says = append(v.Says, broken.String())
		}
		return v, nil
	}}, true
}}

// qpdf reads the structure of a PDF file.
var qpdf = judge{name: "qpdf", files: ending(".pdf"), find: func(ctx context.Context, _ Options) (tool, bool) {
	file, ok := program("qpdf")
	if !ok {
		return tool{}, false
	}
	return tool{version: versionOf(ctx, file, "--version"), look: func(ctx context.Context, b Build, pdf string) (v Verdict, err error) {
		a, err := run(ctx, "", file, "--check", b.path(pdf))
		switch {
		case err != nil || a.code == 0:
			return v, err
		case a.code == 3: // warnings
			v.Warnings, v.Says = 1, lines(a.err)
		default:
			v.Errors, v.Says = 1, lines(a.err)
		}
		return v, nil
	}}, true
}}

// verapdf applies the rules of PDF/UA-1; it is the reference where it is installed.
var verapdf = judge{name: "verapdf", files: ending(".pdf"), find: func(ctx context.Context, _ Options) (tool, bool) {
	file, ok := program("verapdf")
	if !ok {
		return tool{}, false
	}
	return tool{version: versionOf(ctx, file, "--version"), look: func(ctx context.Context, b Build, pdf string) (v Verdict, err error) {
		a, err := run(ctx, "", file, "--flavour", "ua1", "--format", "text", "--verbose", b.path(pdf))
		if err != nil {
			return v, err
		}
		if !strings.HasPrefix(strings.TrimSpace(a.out), "PASS") {
			v.Says = lines(a.out)
			v.Errors = max(1, len(v.Says)-1)
		}
		return v, nil
	}}, true
}}
