package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/internal/config"
	"strongroom/internal/holder"
	"strongroom/internal/keyboard"
	"strongroom/internal/program"
	"strongroom/model"
	"strongroom/model/clip"
	"strongroom/model/pane"
	"strongroom/ui"
)

// options are what the command line says of the browser.
type options struct {
	where
	readOnly, deleted, noMouse bool
	present                    bool // said, or else what the configuration says
	presentSaid                bool
	plain, plainSaid           bool
	filter, debug              string
	secrets                    int
	codes                      *backend.CodeBox // where codes of second factors are asked for; nil where nobody can be
	company                    *lateTransport   // the demo that all places of a run share; nil for one of its own
}

// browser is what strongroom is without a command.
func (m Machine) browser() *cobra.Command {
	var o options
	var asksVersion, asksKeys bool
	c := &cobra.Command{
		Use: "strongroom", DisableFlagsInUseLine: true,
		Short: "as the AWS CLI would: profile, region and login from the environment",
		Long:  "strongroom is a terminal browser for AWS Secrets Manager.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("there is no command %q", args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error {
			o.presentSaid, o.plainSaid = c.Flags().Changed("present"), c.Flags().Changed("plain")
			if err := o.check(); err != nil {
				return err
			}
			switch {
			case asksVersion:
				fmt.Fprintln(m.Out, "strongroom", version())
				return nil
			case asksKeys:
				return m.listKeys()
			}
			return exit(m.browse(o))
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.SetInterspersed(false)
	o.flags(f)
	f.IntVar(&o.secrets, "demo-secrets", 0, "the demo with `N` more, generated secrets")
	f.BoolVar(&o.deleted, "deleted", false, "start with what is scheduled for deletion")
	f.Var(anyText{text{&o.filter, "TEXT"}}, "filter", "start with this find line")
	f.BoolVar(&o.readOnly, "read-only", false, "refuse everything that changes a secret")
	f.BoolVar(&o.present, "present", false, "keep every value masked, for a screen that is shared; copying works")
	f.BoolVar(&o.plain, "plain", false, "for a screen reader: no boxes, and what changes is told in lines")
	f.BoolVar(&o.noMouse, "no-mouse", false, "leave the mouse to the terminal")
	f.Var(text{&o.debug, "FILE"}, "debug", "note the types and times of messages in FILE, and no text")
	f.BoolVar(&asksKeys, "keys", false, "every action by name with its keys, for [keys] in the configuration")
	f.BoolVar(&asksVersion, "version", false, "which one this is")
	return c
}

func (o options) check() error {
	if o.secrets < 0 || o.secrets > 500_000 {
		return errManySecrets()
	}
	return o.where.check()
}

// presents reports whether the screen is shared: the command line has the last word.
func (o options) presents(c config.Config) bool {
	if o.presentSaid {
		return o.present
	}
	return c.Present
}

// reads reports whether the screen is read aloud: the command line has the last word.
func (o options) reads(c config.Config) bool {
	if o.plainSaid {
		return o.plain
	}
	return c.Plain
}

func (m Machine) listKeys() error {
	c, err := config.Read(config.Path(os.Getenv))
	if err != nil {
		return exit(complain(m.Messages, err.Error(), exitUsage))
	}
	for line := range strings.Lines(c.Keymap().Listing()) {
		fmt.Fprintln(m.Out, ui.Text(strings.TrimSuffix(line, "\n")))
	}
	return nil
}

// browse runs the model on the terminal, at the place that the command line names.
func (m Machine) browse(o options) int {
	c, err := config.Read(config.Path(os.Getenv))
	if err != nil {
		return complain(m.Messages, err.Error(), exitUsage)
	}
	dumb := os.Getenv("TERM") == "dumb"
	if why := undrawable(dumb && !o.reads(c)); why != "" {
		return complain(m.Messages, why, exitUsage)
	}
	watch, endWatch, err := m.watcher(o)
	if err != nil {
		return complain(m.Messages, err.Error(), exitFailed)
	}
	defer endWatch()
	o.company, o.codes = newCompany(o), backend.NewCodeBox()
	at, notice := openPlace(o, c)
	locate(context.Background(), at, locateTime)
	life := program.New(program.Messages{
		Conceal: func() tea.Msg { return model.Conceal{} },
		Quit:    func() tea.Msg { return model.Quit{} },
		Resumed: func() tea.Msg { return model.Resumed{} },
	})
	life.Flows, life.Lines = o.reads(c), dumb
	places := disk.ScratchPlaces(os.Getenv, m.Memory)
	go disk.SweepScratch(places) // what a killed run has left behind
	editor, missing := program.NewEditor(life, os.Getenv, places, runtime.GOOS == "windows")
	clipboard := clip.NewKeeper(holder.New(os.Getenv), clipboardOf(dumb), time.Now)
	made := model.Options{
		Place: at, Places: newPlaces(o, c), Pinned: c.Regions, Codes: o.codes, Unfinished: unfinished(o), Notice: startNotice(at, notice), Keys: c.Keymap(), Clock: time.Now, Clipboard: clipboard,
		Drafts: disk.OpenDrafts(disk.StateDir(os.Getenv), disk.RuntimeDir(os.Getenv), disk.SystemKeyring(os.Getenv)), Editor: asked(editor, missing),
		Lifetime: c.ValueLifetime(), LockAfter: c.LockAfterIdle(), Present: o.presents(c), Theme: c.Scheme(),
		ASCII: asciiFor(os.Getenv), Plain: o.reads(c), Lines: lines(dumb),
		Deleted: o.deleted, Filter: o.filter, ReadOnly: o.readOnly, Mouse: !o.noMouse, Suspend: suspender(life), Opener: program.Opener(os.Getenv),
		HandOver: func(words []string, then func(error) tea.Msg) tea.Cmd {
			return life.HandOver(exec.Command(words[0], words[1:]...), then)
		}}
	var drawn []tea.ProgramOption
	if runtime.GOOS == "windows" { // where the framework reads the console itself
		keys := &keyboard.Messages{}
		made.Arrivals, drawn = keys, append(drawn, tea.WithFilter(keys.Filter))
	} else {
		keys, err := keyboard.Open()
		if err != nil {
			return complain(m.Messages, err.Error(), exitFailed)
		}
		defer func() { _ = keys.Close() }()
		made.Arrivals, life.Back, drawn = keys, keys.Lent, append(drawn, tea.WithInput(keys), tea.WithFilter(keyboard.Filter))
	}
	root := model.New(made)
	life.Cleanup = func() {
		editor.Close()
		ctx, cancel := context.WithTimeout(context.Background(), lastClipboardTime)
		defer cancel()
		clipboard.Close(ctx) // the loop hangs, and so Close is not reached
	}
	code, err := life.Run(watch(m.wrapped(root)), drawn...)
	editor.Close()
	ctx, cancel := context.WithTimeout(context.Background(), clipboardTime)
	defer cancel()
	for _, text := range root.Close(ctx) {
		complain(m.Messages, text, code)
	}
	if err != nil {
		return complain(m.Messages, err.Error(), exitFailed)
	}
	if clipboard.Left() {
		return complain(m.Messages, "the terminal's clipboard may still hold what was copied: clear it yourself", code)
	}
	return code
}

// undrawable says why nothing can be drawn where the program runs, "" where it can.
func undrawable(dumb bool) string {
	switch {
	case !term.IsTerminal(int(os.Stdout.Fd())):
		return "strongroom draws on a terminal, and its output is not one"
	case dumb:
		return "this terminal calls itself dumb (TERM=dumb), and cannot move its cursor: strongroom --plain tells in lines"
	}
	return ""
}

// lines is where lines are told that are all that a dumb terminal takes; nil for any other.
func lines(dumb bool) io.Writer {
	if !dumb {
		return nil
	}
	return os.Stdout
}

// clipboardOf is the terminal's clipboard. A dumb terminal has none, and would show what asks for one as letters.
func clipboardOf(dumb bool) *clip.Terminal {
	if dumb {
		return clip.NoTerminal()
	}
	return clip.NewTerminal(os.Getenv, os.Stdout).Guarded(holder.Guard(os.Stdout))
}

func (m Machine) wrapped(root tea.Model) tea.Model {
	if m.Wrap == nil {
		return root
	}
	return m.Wrap(root)
}

// watcher makes of the model one that notes in the debug log what it is told, where the command line names one. end says at last
// where the log is not whole.
func (m Machine) watcher(o options) (watch func(tea.Model) tea.Model, end func(), err error) {
	if o.debug == "" {
		return func(root tea.Model) tea.Model { return root }, func() {}, nil
	}
	log, err := disk.OpenLog(o.debug)
	if err != nil {
		return nil, nil, err
	}
	log.Line(fmt.Sprintf("version %s %s/%s", version(), runtime.GOOS, runtime.GOARCH))
	return func(root tea.Model) tea.Model { return program.Watched(root, log.Line) }, func() {
		if err := log.Close(); err != nil {
			complain(m.Messages, err.Error(), exitOK)
		}
	}, nil
}

// asked is the user's own editor as the model knows it.
func asked(e *program.Editor, missing error) *pane.Editor {
	if missing != nil {
		return &pane.Editor{Missing: missing.Error()}
	}
	return &pane.Editor{Name: e.Name(), Unknown: !e.Known(), Disk: e.Disk(), Run: e.Run}
}

// suspender stops the program where somebody would continue it, and says why not elsewhere.
func suspender(life *program.Lifecycle) func() (tea.Cmd, string) {
	return func() (tea.Cmd, string) {
		if !program.CanSuspend() {
			return nil, "no shell is waiting to bring this program back"
		}
		return func() tea.Msg { life.Suspend(); return nil }, ""
	}
}

// locateTime is how long the first frame waits for the configuration to be read, which is a few files.
const locateTime = 300 * time.Millisecond

// clipboardTime is how long the clipboard may take to be cleared at the end, lastClipboardTime where the process has to end at
// once.
const (
	clipboardTime     = 2 * time.Second
	lastClipboardTime = 500 * time.Millisecond
)
