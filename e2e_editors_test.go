//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// hoarder has settings of its own by which an editor keeps a copy wherever it can.
func hoarder(x *terminal) {
	x.t.Helper()
	for _, dir := range []string{"undo", "backup", "swap", ".local/share/nano", ".nano", ".config/nvim"} {
		if err := os.MkdirAll(filepath.Join(x.home, dir), 0o700); err != nil {
			x.t.Fatal(err)
		}
	}
	vimrc := "set undofile undodir=~/undo backup writebackup backupdir=~/backup swapfile directory=~/swap updatecount=1\n" +
		"set viminfo='100,<1000,s100,h patchmode=.orig\nsilent! set viminfofile=~/viminfo\n"
	for path, text := range map[string]string{
		".vimrc": vimrc, ".config/nvim/init.vim": vimrc,
		".nanorc": "set backup\nset backupdir \"" + filepath.Join(x.home, "backup") + "\"\nset historylog\nset positionlog\nset locking\n",
	} {
		if err := os.WriteFile(filepath.Join(x.home, path), []byte(text), 0o600); err != nil {
			x.t.Fatal(err)
		}
	}
}

// hands are how a person works in an editor.
type hands struct {
	tool  string
	ready string            // on the screen once it has opened the file
	types func(x *terminal) // puts the canary into the text, and does not save
	saves func(x *terminal) // saves and leaves
}

func editors() []hands {
	vim := hands{tool: "vim", ready: "secret.json",
		types: func(x *terminal) { x.typeText(":%s/made-up/" + canary + "/g\r").sees(canary).typeText("yy\"ayy:%y+\r") },
		saves: func(x *terminal) { x.typeText(":w\ryyp:u\r:wq\r") }}
	nvim := vim
	nvim.tool = "nvim"
	return []hands{vim, nvim, {tool: "nano", ready: "secret.json",
		types: func(x *terminal) {
			x.send("\x1c") // replace
			x.sees("Search (to replace)").typeText("made-up\r").sees("Replace with").typeText(canary + "\r").sees("Replace this instance").typeText("A").sees(canary)
		},
		saves: func(x *terminal) {
			x.send("\x0f")
			x.sees("File Name to Write").press("enter").sees("Wrote")
			x.send("\x18")
		}}}
}

func (h hands) start(t *testing.T) (*terminal, string) {
	t.Helper()
	x, run := startBeside(t, h.tool, session{tools: []string{h.tool}})
	hoarder(x)
	x.press("E").sees(h.ready)
	h.types(x)
	return x, run
}

func TestRealEditorsKeepNoCopyWhateverTheirSettings(t *testing.T) {
	for _, h := range editors() {
		t.Run(h.tool, func(t *testing.T) {
			x, run := h.start(t)
			x.sweepProcesses(canary)
			h.saves(x)
			x.sees("changed in "+h.tool).gone(canary, "line end")
			if left := scratches(t, run); left != nil {
				t.Errorf("left behind: %v", left)
			}
			x.press("ctrl+s").sees("Save dev/payments/stripe")
			time.Sleep(400 * time.Millisecond)
			x.press("enter").sees("saved dev/payments/stripe").press("q").exit()
			if h.tool != "nano" { // it leaves a mode on that is on anyway: lines that wrap
				x.restored()
			}
			x.sweep(canary)
			x.sweep("made-up")
		})
	}
}

func TestRealEditorsThatASignalEndsKeepNoCopyEither(t *testing.T) {
	for _, h := range editors() {
		for name, ends := range map[string]func(x *terminal){
			"TERM": func(x *terminal) { x.signal(syscall.SIGTERM) },
			"HUP":  func(x *terminal) { x.signal(syscall.SIGHUP) },
			"KILL": func(x *terminal) { x.signal(syscall.SIGKILL) },
			"gone": func(x *terminal) { x.hangUp() },
		} {
			t.Run(h.tool+" "+name, func(t *testing.T) {
				t.Parallel()
				x, run := h.start(t)
				all := descendants(x.cmd.Process.Pid)
				began := time.Now()
				ends(x)
				select {
				case <-x.exited:
				case <-time.After(patience):
					t.Fatal("it still runs")
				}
				vanishes(t, run)
				t.Logf("ended after %v", time.Since(began))
				for _, pid := range all[1:] {
					_ = syscall.Kill(pid, syscall.SIGTERM) // what is left of the editor may still write
				}
				time.Sleep(200 * time.Millisecond)
				x.sweep(canary)
				x.sweep("made-up")
			})
		}
	}
}
