// Command atelier makes, checks, publishes and serves open courses from folders of text.
//
// One file a command. Every command explains itself with --help, speaks the language of the terminal (LC_ALL,
// LC_MESSAGES, LANG), prints for people by default and with --json for programs, asks nothing, and returns:
//
//	0  done
//	1  a check ran and found something
//	2  the command line is wrong
//	3  the input cannot be read or is wrong
//	4  the environment fails: cannot write, port in use, stopped
//	5  a mistake of the program
package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

//go:embed catalogue
var wordFiles embed.FS

var words = lang.MustCatalogue(wordFiles)

// terminal is what a command reads and writes, and the language it speaks.
type terminal struct {
	out, err io.Writer
	tag      lang.Tag
}

func (t *terminal) say(key string, args ...lang.A) string { return words.Say(t.tag, key, args...) }

// line prints a message of the catalogue.
func (t *terminal) line(key string, args ...lang.A) { fmt.Fprintln(t.out, t.say(key, args...)) }

// commands is the command line. Help texts are keys of the catalogue.
type commands struct {
	Serve      serveCommand      `cmd:"" help:"${serve}"`
	Build      buildCommand      `cmd:"" help:"${build}"`
	Release    releaseCommand    `cmd:"" help:"${release}"`
	Publish    publishCommand    `cmd:"" help:"${publish}"`
	Open       openCommand       `cmd:"" help:"${open}"`
	Verify     verifyCommand     `cmd:"" help:"${verify}"`
	Check      checkCommand      `cmd:"" help:"${check}"`
	Parity     parityCommand     `cmd:"" help:"${parity}"`
	Diff       diffCommand       `cmd:"" help:"${diff}"`
	Fmt        fmtCommand        `cmd:"" help:"${fmt}"`
	Export     exportCommand     `cmd:"" help:"${export}"`
	Import     importCommand     `cmd:"" help:"${import}"`
	New        newCommand        `cmd:"" help:"${new}"`
	Backup     backupCommand     `cmd:"" help:"${backup}"`
	Restore    restoreCommand    `cmd:"" help:"${restore}"`
	Migrate    migrateCommand    `cmd:"" help:"${migrate}"`
	Key        keyCommand        `cmd:"" help:"${key}"`
	Progress   progressCommand   `cmd:"" help:"${progress}"`
	Statements statementsCommand `cmd:"" help:"${statements}"`
	Doctor     doctorCommand     `cmd:"" help:"${doctor}"`
	Version    versionCommand    `cmd:"" help:"${version}"`
	Update     updateCommand     `cmd:"" help:"${update}"`
	Ready      readyCommand      `cmd:"" help:"${ready}"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr, os.Getenv)
	stop()
	os.Exit(code)
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, out, errs io.Writer, env func(string) string) int {
	t := &terminal{out: out, err: errs, tag: languageOf(env)}
	err := t.run(ctx, args)
	if err == nil {
		return 0
	}
	var quiet *fault.Error
	if !errors.As(err, &quiet) || quiet.Kind != fault.Findings {
		fmt.Fprintln(errs, fault.Lines(err, t.tag))
	}
	if fault.KindOf(err) == fault.Internal {
		fmt.Fprintln(errs, err)
	}
	return fault.ExitCode(err)
}

func (t *terminal) run(ctx context.Context, args []string) (err error) {
	var cli commands
	exited := false
	parser, err := kong.New(&cli, kong.Name("atelier"), kong.Description(t.say("about")), t.help(),
		kong.Writers(t.out, t.err), kong.Exit(func(int) { exited = true; panic(leave{}) }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(t), kong.Help(t.printHelp))
	if err != nil {
		return err
	}
	defer func() { // --help prints and leaves
		if r := recover(); r != nil {
			if _, ok := r.(leave); !ok || !exited {
				panic(r)
			}
			err = nil
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return t.usageFault(err)
	}
	return parsed.Run()
}

// leave is how the command line library's wish to exit comes back to us.
type leave struct{}

// help is the texts of the command line in the terminal's language.
func (t *terminal) help() kong.Option {
	vars := kong.Vars{}
	for _, key := range helpKeys {
		vars[key] = t.say("help." + key)
	}
	return vars
}

var helpKeys = []string{"serve", "build", "check", "fmt", "parity", "diff", "export", "import", "import_file", "export_xliff", "new", "version", "course", "courses", "data", "database", "listen",
	"base_url", "contact", "dev", "out", "only", "langs", "json", "sarif", "fix", "confirm", "by", "plain", "dir", "state_a", "state_b", "fmt_check", "quiet", "most",
	"backup", "backup_out", "backup_erased", "with_secret", "encrypt_to", "passphrase_file", "backup_force", "restore", "backup_file", "restore_check", "identity", "restore_erased", "restore_force",
	"migrate", "migrate_from", "migrate_to", "migrate_from_blobs", "migrate_to_blobs", "migrate_release", "doctor",
	"release", "publish", "publish_course", "publish_version", "publish_as", "publish_editions", "publish_dry_run", "release_version", "since", "date", "dry_run", "open", "package", "open_out",
	"verify", "verify_build", "judges", "schemas", "evidence_key", "no_sign", "editions", "offer_banks", "blobs", "new_secret",
	"key", "key_create", "key_list", "key_end", "key_scope", "key_name", "key_course", "key_as", "key_id",
	"statements", "statements_export", "statements_import", "statements_base_url", "statements_out", "statements_since", "statements_until", "statements_course", "statements_verb",
	"statements_attachments", "statements_file", "statements_all", "statements_dry_run",
	"progress", "progress_rebuild", "progress_dry_run", "outgoing_allow", "outgoing_proxy", "mail", "mail_from", "trusted_proxies", "drain", "metrics",
	"sbom", "ready", "ready_url", "update", "update_file", "update_key", "update_force", "update_dry_run", "tls_cert", "tls_key", "acme", "acme_directory", "redirect", "log_format", "log_level"}

// languageOf is the language of the terminal: French or English.
func languageOf(env func(string) string) lang.Tag {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			if strings.HasPrefix(v, "fr") {
				return lang.French
			}
			return lang.English
		}
	}
	return lang.English
}
