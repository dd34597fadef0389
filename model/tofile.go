package model

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
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
	case d.value.doc.Kind != backend.KindBinary:
		return "only a binary value goes to a file: " + keys.Key(keymap.Detail, keymap.Copy) + " copies a text"
	}
	return ""
}

// saveDialog asks for the name of a new file.
func (m *Model) saveDialog() dialog {
	d := m.detail
	name := path.Base(d.secret.Name)
	if d.version.ID != "" {
		name += "-" + firstOf(d.version.ID)
	}
	p := newPrompt(m.keys, "Save "+ui.Text(d.called()), "file", strings.Map(fileRune, name)+".bin")
	p.yes = "saves"
	p.refuse = func(text string) string {
		if strings.TrimSpace(text) == "" {
			return "a file needs a name"
		}
		return ""
	}
	size := plural(d.value.doc.Bytes, "byte")
	p.body = func(f frame, w int, _ string) []string {
		out := &page{th: f.th, w: w}
		for _, part := range ui.Wrap(size+" in clear on this machine's disk, readable by you alone (0600). A file that is there is not overwritten.", w-2) {
			out.out = append(out.out, ui.NewLine(w, f.th.Text).Gap(1).Add(f.th.Dim, part).String())
		}
		return out.out
	}
	p.onYes = func(text string) tea.Cmd { return d.save(text) }
	return p
}

// fileRune keeps what is safe in a file's name.
func fileRune(r rune) rune {
	if r > ' ' && r < 0x7f && !strings.ContainsRune(`/\:*?"<>|`, r) {
		return r
	}
	return '_'
}

func (d *detail) save(name string) tea.Cmd {
	if d.value.state != held {
		return say(warning, "the value was wiped meanwhile: read it again")
	}
	d.value.touch(d.clock())
	v := d.value.val.Clone()
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			name = filepath.Join(home, rest)
		}
	}
	return func() tea.Msg {
		defer v.Wipe()
		err := backend.SaveNew(name, v)
		var e *backend.Error
		if errors.As(err, &e) {
			e.ID = filepath.Base(name) // the status line is short
			return said{text: ui.Text(e.Error()), hint: ui.Text(e.Message), kind: failure}
		}
		return said{text: "saved " + ui.Text(name) + " for you alone", hint: "it is in clear: remove it when it has done its work", kind: good, stay: stayLong}
	}
}
