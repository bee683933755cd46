// Command release does what those who publish Atelier need beside the compiler:
//
//	release licences           cmd/atelier/licences.json anew, from the modules the program is built of
//	release texts              the texts of their licences, to hand on with the program
//	release sign KEY VERSION DIR   an update file for each program in DIR, and a signature of DIR/SHA256SUMS
//
// KEY is a file with an Ed25519 private key: openssl genpkey -algorithm ed25519.
package main

import (
	"crypto/ed25519"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"atelier/internal/base/update"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	top, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return err
	}
	root := strings.TrimSpace(string(top))
	switch {
	case len(args) == 1 && args[0] == "licences":
		return writeLicences(filepath.Join(root, "cmd/atelier/licences.json"))
	case len(args) == 1 && args[0] == "texts":
		return printTexts(os.Stdout, root)
	case len(args) == 4 && args[0] == "sign":
		text, err := os.ReadFile(args[1])
		if err != nil {
			return err
		}
		key, err := update.ParseSecret(text)
		if err != nil {
			return err
		}
		return sign(key, args[2], args[3])
	}
	return fmt.Errorf("release licences | texts | sign KEY VERSION DIR")
}

// sign makes an update file of each program "atelier-VERSION-OS-ARCH", and signs the checksums.
func sign(key ed25519.PrivateKey, version, dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "atelier-"+version+"-*"))
	if err != nil {
		return err
	}
	for _, name := range names {
		system := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), "atelier-"+version+"-"), ".exe")
		goos, arch, ok := strings.Cut(system, "-")
		if !ok || strings.Contains(arch, ".") {
			continue // an update file, or the list of parts
		}
		if err := pack(strings.TrimSuffix(name, ".exe")+".update", name, update.Label{Version: version, OS: goos, Arch: arch}, key); err != nil {
			return err
		}
	}
	sums := filepath.Join(dir, "SHA256SUMS")
	text, err := os.ReadFile(sums)
	if err != nil {
		return err
	}
	return os.WriteFile(sums+".sig", ed25519.Sign(key, text), 0o644)
}

func pack(to, from string, label update.Label, key ed25519.PrivateKey) error {
	program, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if err := update.Pack(out, label, program, key); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
