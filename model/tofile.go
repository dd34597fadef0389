package model

import (
	"errors"
	"path"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// unsavable is the reason why the value in the detail pane cannot go to a file.
func (d *detail) unsavable() string {
	switch {
	case !d.on:
		return "no secret is selected"
	case d.value.State != pane.Held:
		return "read it first: " + d.Keys.Key(keymap.Detail, keymap.Reveal) + " tells its type and size"
	case d.value.doc.Kind != document.KindBinary:
		return "only a binary value goes to a file: " + d.Keys.Key(keymap.Detail, keymap.Copy) + " copies a text"
	}
	return ""
}

// saveDialog asks for the name of a new file for the binary value that is held.
func (d *detail) saveDialog() pane.Dialog {
	name := path.Base(d.secret.Name)
	if d.version.ID != "" {
		name += "-" + ui.FirstOf(d.version.ID)
	}
	return toFile(d.Keys, ui.Text(d.called()), name, d.value.doc.Bytes, func() backend.Value {
		d.value.Touch(d.Now)
		return d.value.val.Clone()
	})
}

// toFile saves what value gives, at the time of the yes.
func toFile(keys *keymap.Map, called, name string, size int, value func() backend.Value) pane.Dialog {
	p := filePrompt(keys, "Save "+called, strings.Map(fileRune, name)+".bin",
		ui.Plural(size, "byte")+" in clear on this machine's disk, readable by you alone (0600). A file that is there is not overwritten.")
	p.Yes = "saves"
	p.OnYes = func(name string) tea.Cmd { return saveTo(name, value()) }
	return p
}

// filePrompt asks for a file's path, which tab completes.
func filePrompt(keys *keymap.Map, title, path, about string) *dialog.Prompt {
	p := dialog.NewPrompt(keys, title, "file", path)
	p.Refuse = func(text string) string {
		if strings.TrimSpace(text) == "" {
			return "a file needs a name"
		}
		return ""
	}
	p.Body = func(f pane.Frame, w int, _ string) []string {
		out := &ui.Page{Th: f.Th, W: w}
		for _, part := range ui.Wrap(about, w-2) {
			out.Lines = append(out.Lines, ui.NewLine(w, f.Th.Text).Gap(1).Add(f.Th.Dim, part).String())
		}
		return out.Lines
	}
	p.Complete = completePath
	return p
}

func completePath(typed string, looks *pane.Question) tea.Cmd {
	return func() tea.Msg {
		to, beside := disk.CompletePath(typed)
		return dialog.Completed{Ask: looks, Typed: typed, To: to, Beside: beside}
	}
}

// fileRune keeps what is safe in a file's name.
func fileRune(r rune) rune {
	if r > ' ' && r < 0x7f && !strings.ContainsRune(`/\:*?"<>|`, r) {
		return r
	}
	return '_'
}

func saveTo(name string, v backend.Value) tea.Cmd {
	if !v.Held() {
		return pane.Say(pane.Warning, "the value was wiped meanwhile: read it again")
	}
	return func() tea.Msg {
		defer v.Wipe()
		err := disk.SaveNew(disk.HomePath(name), v)
		var e *backend.Error
		if errors.As(err, &e) {
			e.ID = filepath.Base(name) // the status line is short
			return pane.Said{Text: ui.Text(e.Error()), Hint: ui.Text(e.Message), Kind: pane.Failure}
		}
		return pane.Said{Text: "saved " + ui.Text(name) + " for you alone", Hint: "it is in clear: remove it when it has done its work", Kind: pane.Good, Stay: pane.StayLong}
	}
}
