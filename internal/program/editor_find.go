package program

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// editorCommand is the user's own editor: a command to which a file's path is added.
type editorCommand struct {
	name string
	args []string // the program's path first
	// known: it is told to keep no copies, and heeds it. Of any other one nobody here knows.
	known bool
}

// findEditor is the editor that the environment names, else the first of vim, vi and nano there is. look finds a program.
func findEditor(env func(string) string, look func(string) (string, error), windows bool) (editorCommand, error) {
	for _, variable := range []string{"VISUAL", "EDITOR"} {
		command := strings.TrimSpace(env(variable))
		if command == "" {
			continue
		}
		words, err := splitCommand(command, windows)
		if path, whole := look(command); whole == nil { // a path with blanks in it
			return newEditorCommand([]string{path}), nil
		}
		if err != nil {
			return editorCommand{}, fmt.Errorf("$%s cannot be read: %w", variable, err)
		}
		path, err := look(words[0])
		if err != nil {
			return editorCommand{}, fmt.Errorf("$%s names %s, which is no program on PATH", variable, words[0])
		}
		return newEditorCommand(append([]string{path}, words[1:]...)), nil
	}
	for _, name := range []string{"vim", "vi", "nano"} {
		if path, err := look(name); err == nil {
			return newEditorCommand([]string{path}), nil
		}
	}
	return editorCommand{}, errors.New("there is no editor: set $EDITOR, or install vim or nano")
}

// family is how editors are dealt with that are alike.
type family int

const (
	unknownFamily family = iota
	vims
	graphicalVims
	nanos
	emacses
	waiters // editors with a window, and a copy of everything, of their own
)

func newEditorCommand(words []string) editorCommand {
	e := editorCommand{name: baseName(words[0]), args: words}
	switch f := familyOf(words[0]); f {
	case vims, graphicalVims:
		if f == graphicalVims {
			e.args = withFlag(e.args, "-f", "--nofork")
		}
		e.args, e.known = append(slices.Clip(e.args), vimFlags()...), true
	case nanos:
		// Restricted: no backup, no emergency file, no history. And no line end is added.
		e.args, e.known = append(slices.Clip(e.args), "-R", "-L"), true
	case emacses:
		e.args, e.known = append(slices.Clip(e.args), "--eval", emacsSettings), true
	case waiters:
		e.args = withFlag(e.args, "--wait", "-w")
	}
	return e
}

// vimFlags: no swap file and no history from the beginning, the rest after the user's own settings, which may have it on.
// Each setting is a command of its own, since a small vim stops at the first one that it does not know.
func vimFlags() []string {
	return []string{"-n", "-i", "NONE", "--cmd", "set nomodeline", "-c", "silent! set noswapfile nobackup nowritebackup nomodeline",
		"-c", "silent! set noundofile", "-c", "silent! set viminfo=", "-c", "silent! set nofixeol"}
}

// emacsSettings are evaluated after the user's own.
const emacsSettings = `(progn (setq make-backup-files nil auto-save-default nil create-lockfiles nil require-final-newline nil ` +
	`mode-require-final-newline nil auto-save-list-file-prefix nil undo-tree-auto-save-history nil) ` +
	`(and (fboundp 'savehist-mode) (savehist-mode -1)) (and (fboundp 'desktop-save-mode) (desktop-save-mode -1)) ` +
	`(and (fboundp 'undohist-initialize) (remove-hook 'before-save-hook 'undohist-save-safe)))`

// withFlag adds a flag where neither spelling of it is there.
func withFlag(args []string, flag, other string) []string {
	if slices.Contains(args, flag) || slices.Contains(args, other) {
		return args
	}
	return append(slices.Clip(args), flag)
}

// familyOf goes by the program's name, and where that says nothing by the name of what it is a link to: "vi" and "editor" are
// anything.
func familyOf(path string) family {
	if f := familyByName(baseName(path)); f != unknownFamily {
		return f
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return familyByName(baseName(real))
	}
	return unknownFamily
}

func familyByName(name string) family {
	switch stem, _, _ := strings.Cut(name, "."); stem { // vim.basic, vim.tiny
	case "vim", "nvim", "vimx", "rvim", "vimdiff":
		return vims
	case "gvim", "mvim", "rgvim":
		return graphicalVims
	case "nano", "rnano":
		return nanos
	case "emacs", "emacs-nox", "emacs-gtk", "emacs-lucid", "emacs-pgtk":
		return emacses
	case "code", "code-insiders", "codium", "vscodium", "cursor", "windsurf", "subl", "zed", "zeditor", "mate", "gedit":
		return waiters
	}
	return unknownFamily
}

func baseName(path string) string {
	name := filepath.Base(path)
	for _, ext := range []string{".exe", ".cmd", ".bat"} {
		if cut, ok := strings.CutSuffix(strings.ToLower(name), ext); ok {
			return cut
		}
	}
	return name
}

// splitCommand splits a command into its words as a shell does that expands nothing: quotes of both kinds, and backslashes,
// which on Windows are part of a path.
func splitCommand(command string, windows bool) (words []string, err error) {
	var word strings.Builder
	var quote rune
	begun, escaped := false, false
	for _, r := range command {
		switch {
		case escaped:
			if quote == '"' && !strings.ContainsRune("\"\\$`", r) {
				word.WriteByte('\\')
			}
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'' && !windows:
			begun, escaped = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			begun, quote = true, r
		case r == ' ' || r == '\t' || r == '\n':
			if begun {
				words = append(words, word.String())
				word.Reset()
			}
			begun = false
		default:
			begun = true
			word.WriteRune(r)
		}
	}
	if quote != 0 || escaped {
		return nil, errors.New("a quote or a backslash at its end is left open")
	}
	if begun {
		words = append(words, word.String())
	}
	if len(words) == 0 || words[0] == "" {
		return nil, errors.New("it names no program")
	}
	return words, nil
}
