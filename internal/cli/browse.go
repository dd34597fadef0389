package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"strongroom/backend/disk"
	"strongroom/internal/config"
	"strongroom/internal/program"
	"strongroom/model"
	"strongroom/model/clip"
	"strongroom/model/edit"
)

// options are what the command line says of the browser.
type options struct {
	where
	readOnly, deleted, noMouse bool
	filter                     string
	secrets                    int
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
		RunE: func(*cobra.Command, []string) error {
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
	f.Var(text{&o.filter, "TEXT"}, "filter", "start with this find line")
	f.BoolVar(&o.readOnly, "read-only", false, "refuse everything that changes a secret")
	f.BoolVar(&o.noMouse, "no-mouse", false, "leave the mouse to the terminal")
	f.BoolVar(&asksKeys, "keys", false, "every action by name with its keys, for [keys] in the configuration")
	f.BoolVar(&asksVersion, "version", false, "which one this is")
	return c
}

func (o options) check() error {
	if o.secrets < 0 || o.secrets > 500_000 {
		return errors.New("--demo-secrets takes 0 to 500000, as many as a region holds")
	}
	return o.where.check()
}

func (m Machine) listKeys() error {
	c, err := config.Read(config.Path(os.Getenv))
	if err != nil {
		return exit(complain(m.Messages, err.Error(), exitUsage))
	}
	fmt.Fprint(m.Out, c.Keymap().Listing())
	return nil
}

// browse runs the model on the terminal, at the place that the command line names.
func (m Machine) browse(o options) int {
	if !term.IsTerminal(int(os.Stdout.Fd())) {
		return complain(m.Messages, "strongroom draws on a terminal, and its output is not one", exitUsage)
	}
	if os.Getenv("TERM") == "dumb" {
		return complain(m.Messages, "this terminal calls itself dumb (TERM=dumb): strongroom needs one that can move its cursor", exitUsage)
	}
	c, err := config.Read(config.Path(os.Getenv))
	if err != nil {
		return complain(m.Messages, err.Error(), exitUsage)
	}
	at, notice := openPlace(o, c)
	locate(at, locateTime)
	life := program.New(program.Messages{
		Conceal: func() tea.Msg { return model.Conceal{} },
		Quit:    func() tea.Msg { return model.Quit{} },
		Resumed: func() tea.Msg { return model.Resumed{} },
	})
	places := disk.ScratchPlaces(os.Getenv, m.Memory)
	go disk.SweepScratch(places) // what a killed run has left behind
	editor, missing := program.NewEditor(life, os.Getenv, places, runtime.GOOS == "windows")
	clipboard := clip.New(os.Getenv, os.Stdout)
	root := model.New(model.Options{
		Place: at, Unfinished: unfinished(o), Notice: startNotice(at, notice), Keys: c.Keymap(), Clock: time.Now, Clipboard: clipboard,
		Drafts: disk.OpenDrafts(disk.StateDir(os.Getenv), disk.RuntimeDir(os.Getenv)), Editor: asked(editor, missing),
		Deleted: o.deleted, Filter: o.filter, ReadOnly: o.readOnly, Mouse: !o.noMouse, Suspend: suspender(life), Opener: program.Opener(os.Getenv)})
	life.Cleanup = func() {
		editor.Close()
		ctx, cancel := context.WithTimeout(context.Background(), lastClipboardTime)
		defer cancel()
		clipboard.Close(ctx) // the loop hangs, and so Close is not reached
	}
	code, err := life.Run(m.wrapped(root), program.Options(os.Getenv)...)
	editor.Close()
	ctx, cancel := context.WithTimeout(context.Background(), clipboardTime)
	defer cancel()
	root.Close(ctx)
	if err != nil {
		return complain(m.Messages, err.Error(), exitFailed)
	}
	return code
}

func (m Machine) wrapped(root tea.Model) tea.Model {
	if m.Wrap == nil {
		return root
	}
	return m.Wrap(root)
}

// asked is the user's own editor as the model knows it.
func asked(e *program.Editor, missing error) *edit.Editor {
	if missing != nil {
		return &edit.Editor{Missing: missing.Error()}
	}
	return &edit.Editor{Name: e.Name(), Unknown: !e.Known(), Disk: e.Disk(), Run: e.Run}
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
