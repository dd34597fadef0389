//go:build unix

package endtoend

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
)

// hoarder has settings of its own by which an editor keeps a copy wherever it can.
func hoarder(x *terminal.Terminal) {
	x.T.Helper()
	for _, dir := range []string{"undo", "backup", "swap", ".local/share/nano", ".nano", ".config/nvim"} {
		if err := os.MkdirAll(filepath.Join(x.Home, dir), 0o700); err != nil {
			x.T.Fatal(err)
		}
	}
	vimrc := "set undofile undodir=~/undo backup writebackup backupdir=~/backup swapfile directory=~/swap updatecount=1\n" +
		"set viminfo='100,<1000,s100,h patchmode=.orig\nsilent! set viminfofile=~/viminfo\n"
	for path, text := range map[string]string{
		".vimrc": vimrc, ".config/nvim/init.vim": vimrc,
		".nanorc": "set backup\nset backupdir \"" + filepath.Join(x.Home, "backup") + "\"\nset historylog\nset positionlog\nset locking\n",
	} {
		if err := os.WriteFile(filepath.Join(x.Home, path), []byte(text), 0o600); err != nil {
			x.T.Fatal(err)
		}
	}
}

// hands are how a person works in an editor.
type hands struct {
	tool  string
	ready string                     // on the screen once it has opened the file
	types func(x *terminal.Terminal) // puts the canary into the text, and does not save
	saves func(x *terminal.Terminal) // saves and leaves
}

func editors() []hands {
	vim := hands{tool: "vim", ready: "secret.json",
		types: func(x *terminal.Terminal) {
			x.Type(":%s/made-up/" + terminal.Canary + "/g\r").Sees(terminal.Canary).Type("yy\"ayy:%y+\r")
		},
		saves: func(x *terminal.Terminal) { x.Type(":w\ryyp:u\r:wq\r") }}
	nvim := vim
	nvim.tool = "nvim"
	return []hands{vim, nvim, {tool: "nano", ready: "secret.json",
		types: func(x *terminal.Terminal) {
			x.Send("\x1c") // replace
			x.Sees("Search (to replace)").Type("made-up\r").Sees("Replace with").Type(terminal.Canary + "\r").Sees("Replace this instance").Type("A").Sees(terminal.Canary)
		},
		saves: func(x *terminal.Terminal) {
			x.Send("\x0f")
			x.Sees("File Name to Write").Press("enter").Sees("Wrote")
			x.Send("\x18")
		}}}
}

func (h hands) start(t *testing.T) (*terminal.Terminal, string) {
	t.Helper()
	x, run := startBeside(t, h.tool, terminal.Session{Tools: []string{h.tool}})
	hoarder(x)
	x.Press("E").Sees(h.ready)
	h.types(x)
	return x, run
}

func TestRealEditorsKeepNoCopyWhateverTheirSettings(t *testing.T) {
	t.Parallel()
	for _, h := range editors() {
		t.Run(h.tool, func(t *testing.T) {
			t.Parallel()
			x, run := h.start(t)
			x.SweepProcesses(terminal.Canary)
			h.saves(x)
			x.Sees("changed in "+h.tool).Gone(terminal.Canary, "line end")
			if left := terminal.Scratches(t, run); left != nil {
				t.Errorf("left behind: %v", left)
			}
			x.Press("ctrl+s").Sees("Save the value")
			time.Sleep(400 * time.Millisecond)
			x.Press("enter").Sees("saved dev/payments/stripe").Press("q").Exit()
			if h.tool != "nano" { // it leaves a mode on that is on anyway: lines that wrap
				x.Restored()
			}
			x.Sweep(terminal.Canary)
			x.Sweep("made-up")
		})
	}
}

func TestRealEditorsThatASignalEndsKeepNoCopyEither(t *testing.T) {
	t.Parallel()
	for _, h := range editors() {
		for name, ends := range map[string]func(x *terminal.Terminal){
			"TERM": func(x *terminal.Terminal) { x.Signal(syscall.SIGTERM) },
			"HUP":  func(x *terminal.Terminal) { x.Signal(syscall.SIGHUP) },
			"KILL": func(x *terminal.Terminal) { x.Signal(syscall.SIGKILL) },
			"gone": func(x *terminal.Terminal) { x.HangUp() },
		} {
			t.Run(h.tool+" "+name, func(t *testing.T) {
				t.Parallel()
				x, run := h.start(t)
				all := terminal.Descendants(x.Cmd.Process.Pid)
				began := time.Now()
				ends(x)
				select {
				case <-x.Exited:
				case <-time.After(terminal.Patience):
					t.Fatal("it still runs")
				}
				vanishes(t, run)
				t.Logf("ended after %v", time.Since(began))
				for _, pid := range all[1:] {
					_ = syscall.Kill(pid, syscall.SIGTERM) // what is left of the editor may still write
				}
				time.Sleep(200 * time.Millisecond)
				x.Sweep(terminal.Canary)
				x.Sweep("made-up")
			})
		}
	}
}
