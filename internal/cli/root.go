// Package cli does what the command line says: it reads flags and environment, picks a place and runs the browser or one of the
// commands for a runbook. Whatever it prints of outside text has gone through ui.Text or is escaped as JSON.
package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"runtime/debug"
	"strings"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"

	"strongroom/backend"
	"strongroom/internal/config"
	"strongroom/internal/program"
	"strongroom/ui"
)

// Exit codes. One more is 70, after a panic.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// Machine is what the program finds around it.
type Machine struct {
	Out, Messages io.Writer
	// Memory is the directory in memory that the system has for everybody.
	Memory string
	// Wrap makes of the model what is run in its place; nil for the model itself.
	Wrap func(tea.Model) tea.Model
}

// ThisMachine is the one that the process runs on.
func ThisMachine() Machine {
	return Machine{Out: os.Stdout, Messages: os.Stderr, Memory: program.SharedMemory}
}

// Main is the whole program: it does what the command line says and returns the process's exit status.
func Main(args []string, m Machine) int {
	if program.WatchTerminal() {
		return exitOK
	}
	program.Harden()
	return m.run(args)
}

// options are what the command line says.
type options struct {
	demo, readOnly, deleted, noMouse, version bool
	keys                                      bool
	profile, region, endpoint, filter         string
	secrets                                   int
}

const usage = `strongroom is a terminal browser for AWS Secrets Manager.

  strongroom                      as the AWS CLI would: profile, region and login from the environment
  strongroom --demo               look around in a made-up company, without an account
  strongroom serve --listen 127.0.0.1:PORT
                                  the demo as a server on loopback, for the aws CLI and SDKs

  strongroom deleted [--json] [--all-regions]
                                  what is scheduled for deletion, most urgent first
  strongroom restore NAME...      bring secrets back; exit status 0 only if all came back
  strongroom doctor NAME          what is the matter with a secret, and what to do next
                                  behind -- there are only names, also ones that begin with a hyphen

  --profile NAME                  a profile of the AWS configuration
  --region REGION                 as eu-west-1
  --endpoint-url URL              another server of the same protocol
  --deleted                       start with what is scheduled for deletion
  --filter TEXT                   start with this find line
  --read-only                     refuse everything that changes a secret
  --no-mouse                      leave the mouse to the terminal
  --demo-secrets N                the demo with N more, generated secrets
  --keys                          every action by name with its keys, for [keys] in the configuration
  --version, --help

Inside, ? lists the keys.
`

func (m Machine) run(args []string) int {
	return told(m.Out, m.Messages, func(stdout, stderr io.Writer) int {
		m.Out, m.Messages = stdout, stderr
		return m.obey(args)
	})
}

// obey does what the command line says.
func (m Machine) obey(args []string) int {
	stdout, stderr := m.Out, m.Messages
	if len(args) > 0 {
		switch args[0] {
		case "serve":
			return serve(args[1:], stdout, stderr)
		case "deleted", "restore", "doctor":
			return runbook(args[0], args[1:], stdout, stderr)
		}
	}
	o, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return exitOK
	case err != nil:
		return complain(stderr, err.Error()+"\nstrongroom --help lists what there is", exitUsage)
	case o.version:
		fmt.Fprintln(stdout, "strongroom", version())
		return exitOK
	}
	if o.keys {
		return listKeys(stdout, stderr)
	}
	if !term.IsTerminal(int(os.Stdout.Fd())) {
		return complain(stderr, "strongroom draws on a terminal, and its output is not one", exitUsage)
	}
	if os.Getenv("TERM") == "dumb" {
		return complain(stderr, "this terminal calls itself dumb (TERM=dumb): strongroom needs one that can move its cursor", exitUsage)
	}
	return m.browse(o)
}

func listKeys(stdout, stderr io.Writer) int {
	c, err := config.Read(config.Path(os.Getenv))
	if err != nil {
		return complain(stderr, err.Error(), exitUsage)
	}
	fmt.Fprint(stdout, c.Keymap().Listing())
	return exitOK
}

// complain writes one message; what it quotes from outside is made safe.
func complain(stderr io.Writer, text string, code int) int {
	for i, line := range strings.Split(text, "\n") {
		if i == 0 {
			line = "strongroom: " + line
		}
		fmt.Fprintln(stderr, ui.Text(line))
	}
	return code
}

func parse(args []string) (o options, err error) {
	f := flag.NewFlagSet("strongroom", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.BoolVar(&o.demo, "demo", false, "")
	f.BoolVar(&o.readOnly, "read-only", false, "")
	f.BoolVar(&o.deleted, "deleted", false, "")
	f.BoolVar(&o.noMouse, "no-mouse", false, "")
	f.BoolVar(&o.version, "version", false, "")
	f.BoolVar(&o.keys, "keys", false, "")
	f.StringVar(&o.profile, "profile", "", "")
	f.StringVar(&o.region, "region", "", "")
	f.StringVar(&o.endpoint, "endpoint-url", "", "")
	f.StringVar(&o.filter, "filter", "", "")
	f.IntVar(&o.secrets, "demo-secrets", 0, "")
	if err = f.Parse(args); err != nil {
		return o, plainFlagError(err)
	}
	switch {
	case f.NArg() > 0:
		return o, fmt.Errorf("there is no command %q", f.Arg(0))
	case o.demo && (o.profile != "" || o.endpoint != ""):
		return o, errors.New("--demo needs no profile and no endpoint")
	case o.secrets < 0 || o.secrets > 500_000:
		return o, errors.New("--demo-secrets takes 0 to 500000, as many as a region holds")
	}
	return o, checkPlace(o)
}

func checkPlace(o options) error {
	if o.region != "" && !backend.GoodRegion(o.region) {
		return fmt.Errorf("%q is not a region: they look like eu-west-1", o.region)
	}
	if o.endpoint == "" {
		return nil
	}
	u, err := url.Parse(o.endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%q is not an endpoint: they look like http://127.0.0.1:5000", o.endpoint)
	}
	return nil
}

// plainFlagError says with two dashes what package flag says with one.
func plainFlagError(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		return fmt.Errorf("there is no flag --%s", strings.TrimPrefix(name, "-"))
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return fmt.Errorf("--%s needs a value", strings.TrimPrefix(name, "-"))
	}
	return errors.New(text)
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "development build"
}
