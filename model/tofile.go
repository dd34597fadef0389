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
	"strongroom/ui"
)

// unsavable is the reason why the value in the detail pane cannot go to a file.
func (d *detail) unsavable(keys *keymap.Map) string {
	switch {
	case !d.on:
		return "no secret is selected"
	case d.value.state != held:
		return "read it first: " + keys.Key(keymap.Detail, keymap.Reveal) + " tells its type and size"
	case d.value.doc.Kind != document.KindBinary:
		return "only a binary value goes to a file: " + keys.Key(keymap.Detail, keymap.Copy) + " copies a text"
	}
	return ""
}

// saveDialog asks for the name of a new file for the binary value in the detail pane, or for the one being edited.
func (m *Model) saveDialog() dialog {
	if e := m.edit; m.editing() {
		return m.toFile(ui.Text(e.secret.Name), path.Base(e.secret.Name), e.base.Len(), e.base.Clone)
	}
	d := m.detail
	name := path.Base(d.secret.Name)
	if d.version.ID != "" {
		name += "-" + ui.FirstOf(d.version.ID)
	}
	return m.toFile(ui.Text(d.called()), name, d.value.doc.Bytes, func() backend.Value {
		d.value.touch(d.now)
		return d.value.val.Clone()
	})
}

// toFile saves what value gives, at the time of the yes.
func (m *Model) toFile(called, name string, size int, value func() backend.Value) dialog {
	p := m.filePrompt("Save "+called, strings.Map(fileRune, name)+".bin",
		ui.Plural(size, "byte")+" in clear on this machine's disk, readable by you alone (0600). A file that is there is not overwritten.")
	p.yes = "saves"
	p.onYes = func(name string) tea.Cmd { return saveTo(name, value()) }
	return p
}

// filePrompt asks for a file's path, which tab completes.
func (m *Model) filePrompt(title, path, about string) *prompt {
	p := newPrompt(m.keys, title, "file", path)
	p.refuse = func(text string) string {
		if strings.TrimSpace(text) == "" {
			return "a file needs a name"
		}
		return ""
	}
	p.body = func(f frame, w int, _ string) []string {
		out := &ui.Page{Th: f.th, W: w}
		for _, part := range ui.Wrap(about, w-2) {
			out.Lines = append(out.Lines, ui.NewLine(w, f.th.Text).Gap(1).Add(f.th.Dim, part).String())
		}
		return out.Lines
	}
	p.complete = completePath
	return p
}

func completePath(typed string, looks *question) tea.Cmd {
	return func() tea.Msg {
		to, beside := disk.CompletePath(typed)
		return completed{looks, typed, to, beside}
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
		return say(warning, "the value was wiped meanwhile: read it again")
	}
	return func() tea.Msg {
		defer v.Wipe()
		err := disk.SaveNew(disk.HomePath(name), v)
		var e *backend.Error
		if errors.As(err, &e) {
			e.ID = filepath.Base(name) // the status line is short
			return said{text: ui.Text(e.Error()), hint: ui.Text(e.Message), kind: failure}
		}
		return said{text: "saved " + ui.Text(name) + " for you alone", hint: "it is in clear: remove it when it has done its work", kind: good, stay: stayLong}
	}
}
