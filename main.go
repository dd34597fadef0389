// Strongroom is a terminal browser for AWS Secrets Manager: this file reads flags and environment, picks a backend and
// runs the program.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/clip"
	"strongroom/ui"
)

// Exit codes.
const (
	exitOK       = 0
	exitFailed   = 1
	exitUsage    = 2
	exitInternal = 70
)

func main() {
	if watchTerminal() {
		return
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// options are what the command line says.
type options struct {
	demo, readOnly, deleted, noMouse, version bool
	keys                                      bool
	profile, region, endpoint, filter         string
	secrets                                   int
	shared                                    string // the directory in memory for everybody
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

func run(args []string, stdout, stderr io.Writer) int {
	harden()
	return told(stdout, stderr, func(stdout, stderr io.Writer) int { return obey(args, stdout, stderr) })
}

// obey does what the command line says.
func obey(args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 {
		switch args[0] {
		case "serve":
			return serve(args[1:], stdout, stderr)
		case "deleted", "restore", "doctor":
			return runbook(args[0], args[1:], stdout, stderr)
		}
	}
	o, err := parse(args)
	o.shared = sharedMemory
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
	return browse(o, stderr)
}

func listKeys(stdout, stderr io.Writer) int {
	c, err := readConfig(configPath(os.Getenv))
	if err != nil {
		return complain(stderr, err.Error(), exitUsage)
	}
	fmt.Fprint(stdout, c.keymap.Listing())
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

// lateTransport is opened by its first request: the demo is planted behind the first frame.
type lateTransport struct {
	once sync.Once
	open func() http.RoundTripper
	rt   http.RoundTripper
}

func (l *lateTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	l.once.Do(func() { l.rt = l.open() })
	return l.rt.RoundTrip(r)
}

// demoLatency makes the demo feel like a network nearby.
const demoLatency = 25 * time.Millisecond

func demo(more int, region string) *local.Server {
	s := local.New(local.Knobs{Region: region, Latency: demoLatency})
	s.SeedDemo()
	if more > 0 {
		s.SeedGenerated(more)
	}
	return s
}

func browse(o options, stderr io.Writer) int {
	c, err := readConfig(configPath(os.Getenv))
	if err != nil {
		return complain(stderr, err.Error(), exitUsage)
	}
	at := openPlace(o, c)
	at.locate(locateTime)
	var life *lifecycle
	places := disk.ScratchPlaces(os.Getenv, o.shared)
	go disk.SweepScratch(places) // what a killed run has left behind
	out, editor := newOutside(os.Getenv, places, runtime.GOOS == "windows")
	clipboard := clip.New(os.Getenv, os.Stdout)
	m := model.New(model.Options{Place: &backend.Place{Backend: at.backend, Journal: at.journal, Overlay: at.overlay, Regions: at.regions, Guard: at.guard, Trail: at.trail, Ends: at.ends},
		Unfinished: at.left, Notice: at.notice, Keys: c.keymap, Clock: time.Now, Clipboard: clipboard,
		Drafts: disk.OpenDrafts(disk.StateDir(os.Getenv), disk.RuntimeDir(os.Getenv)), Editor: editor,
		Deleted: o.deleted, Filter: o.filter, ReadOnly: o.readOnly, Mouse: !o.noMouse,
		Suspend: func() (tea.Cmd, string) {
			if !canSuspend() {
				return nil, "no shell is waiting to bring this program back"
			}
			return func() tea.Msg { life.suspend(); return nil }, ""
		}})
	life = newLifecycle(messages{
		conceal: func() tea.Msg { return model.Conceal{} },
		quit:    func() tea.Msg { return model.Quit{} },
		resumed: func() tea.Msg { return model.Resumed{} },
	})
	out.life, life.cleanup = life, func() {
		out.close()
		ctx, cancel := context.WithTimeout(context.Background(), lastClipboardTime)
		defer cancel()
		clipboard.Close(ctx) // the loop hangs, and so Close is not reached
	}
	code, err := life.run(m, programOptions()...)
	out.close()
	ctx, cancel := context.WithTimeout(context.Background(), clipboardTime)
	defer cancel()
	m.Close(ctx)
	if err != nil {
		return complain(stderr, err.Error(), exitFailed)
	}
	return code
}

// locateTime is how long the first frame waits for the configuration to be read, which is a few files.
const locateTime = 300 * time.Millisecond

// clipboardTime is how long the clipboard may take to be cleared at the end, lastClipboardTime where the process has to end at
// once.
const (
	clipboardTime     = 2 * time.Second
	lastClipboardTime = 500 * time.Millisecond
)

func programOptions() []tea.ProgramOption {
	opts := []tea.ProgramOption{tea.WithFPS(30)}
	if os.Getenv("NO_COLOR") != "" { // the framework only takes 1 and true
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	}
	return opts
}

func serve(args []string, stdout, stderr io.Writer) int {
	f := flag.NewFlagSet("serve", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	listen := f.String("listen", "", "")
	region := f.String("region", "", "")
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(stdout, usage)
			return exitOK
		}
		return complain(stderr, plainFlagError(err).Error(), exitUsage)
	}
	if *listen == "" || f.NArg() > 0 {
		return complain(stderr, "strongroom serve needs --listen 127.0.0.1:PORT and nothing else", exitUsage)
	}
	if err := checkPlace(options{region: *region}); err != nil {
		return complain(stderr, err.Error(), exitUsage)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := local.New(local.Knobs{Region: *region})
	s.SeedDemo()
	err := local.Serve(ctx, *listen, s, func(addr string) {
		try := backend.ShellLine("aws", "--region", s.Home(), "--endpoint-url", "http://"+addr, "secretsmanager", "list-secrets")
		if _, err := fmt.Fprintf(stdout, "the demo answers on http://%s\ntry: %s\n", addr, try); err != nil {
			stop() // nobody would know where it is
		}
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		return complain(stderr, err.Error(), exitFailed)
	}
	return exitOK
}
