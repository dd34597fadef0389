package dialog

import (
	"cmp"
	"errors"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// SaveFile asks for the name of a new file, and saves what value gives, at the time of the yes; or says why it gives none, in safe text.
func SaveFile(keys *keymap.Map, called, name string, size int, value func() (v backend.Value, why string)) pane.Dialog {
	p := FilePrompt(keys, "Save to a file", called, strings.Map(fileRune, name)+".bin",
		ui.Plural(size, "byte")+" in clear on this machine's disk, readable by you alone (0600). A file that is there is not overwritten.")
	p.Yes = "save"
	p.OnYes = func(name string) tea.Cmd {
		v, why := value()
		if !v.Held() {
			return pane.Say(pane.Warning, cmp.Or(why, "the value was wiped meanwhile: read it again"))
		}
		return saveTo(name, v)
	}
	return p
}

// FilePrompt asks for a file's path, which tab completes. called is the secret it is about, safe text.
func FilePrompt(keys *keymap.Map, title, called, path, about string) *Prompt {
	p := NewPrompt(keys, title, "file", path)
	p.Subject = []string{called}
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
		return Completed{Ask: looks, Typed: typed, To: to, Beside: beside}
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
