package cli

import (
	"context"
	"os"
	"runtime"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/internal/config"
	"strongroom/internal/program"
	"strongroom/model"
	"strongroom/model/clip"
)

// browse runs the model on the terminal, at the place that the command line names.
func (m Machine) browse(o options) int {
	c, err := config.Read(config.Path(os.Getenv))
	if err != nil {
		return complain(m.Messages, err.Error(), exitUsage)
	}
	at := openPlace(o, c)
	at.locate(locateTime)
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
		Place:      &backend.Place{Backend: at.backend, Journal: at.journal, Overlay: at.overlay, Regions: at.regions, Guard: at.guard, Trail: at.trail, Ends: at.ends},
		Unfinished: at.left, Notice: at.notice, Keys: c.Keymap(), Clock: time.Now, Clipboard: clipboard,
		Drafts: disk.OpenDrafts(disk.StateDir(os.Getenv), disk.RuntimeDir(os.Getenv)), Editor: asked(editor, missing),
		Deleted: o.deleted, Filter: o.filter, ReadOnly: o.readOnly, Mouse: !o.noMouse, Suspend: suspender(life)})
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
func asked(e *program.Editor, missing error) *model.Editor {
	if missing != nil {
		return &model.Editor{Missing: missing.Error()}
	}
	return &model.Editor{Name: e.Name(), Unknown: !e.Known(), Disk: e.Disk(), Run: e.Run}
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
