//go:build unix

package clip

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"
)

// toolFuncs reach a clipboard through a tool.
func toolFuncs(tool string) (read func(context.Context) ([]byte, error), write func(context.Context, []byte, bool) error) {
	copies, pastes := commands(tool)
	h := hint{tool: tool}
	return func(ctx context.Context) ([]byte, error) { return runTool(ctx, pastes, nil) },
		func(ctx context.Context, b []byte, secret bool) error {
			line := copies
			if secret {
				line = append(slices.Clip(copies), h.options(ctx)...)
			}
			_, err := runTool(ctx, line, b)
			switch {
			case err == nil && tool == "xclip":
				err = handedOver(ctx, pastes, b)
			case err != nil && tool == WaylandTool:
				sweepBuffers(b, "/tmp", memory())
			}
			return err
		}
}

// sweepBuffers removes the files in which a wl-copy that was stopped has left what it was given, or the beginning of it.
func sweepBuffers(text []byte, dirs ...string) {
	var files []string
	for _, dir := range dirs {
		in, _ := filepath.Glob(filepath.Join(dir, "wl-copy-buffer-*", "stdin"))
		files = append(files, in...)
	}
	for _, file := range files {
		in, err := os.Lstat(filepath.Dir(file))
		if err != nil || !in.IsDir() || in.Mode().Perm()&0o077 != 0 { // another user's cannot be read, and is none of our business
			continue
		}
		held, err := os.ReadFile(file)
		if err == nil && len(held) > 0 && bytes.HasPrefix(text, held) {
			_ = os.RemoveAll(filepath.Dir(file))
		}
		clear(held)
	}
}

// handedOver waits until the display server gives out b. xclip leaves a process behind that tells the server of it, and comes back
// before that one has: who looks at once finds what was there before, and would take it for somebody else's.
func handedOver(ctx context.Context, pastes []string, b []byte) error {
	until, cancel := context.WithTimeout(ctx, handover)
	defer cancel()
	for until.Err() == nil {
		held, err := runTool(until, pastes, nil)
		is := err == nil && bytes.Equal(held, b)
		clear(held)
		if is {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	return ctx.Err()
}

// handover is how long a display server may take to hear of a copy. After it, somebody else has copied.
const handover = 500 * time.Millisecond

// helpTime is how long a tool may take to list its options.
const helpTime = 500 * time.Millisecond

// hint is how a tool marks a secret, for what remembers all that is copied. It asks the tool once.
type hint struct {
	tool string
	once sync.Once
	said []string
}

func (h *hint) options(ctx context.Context) []string {
	if h.tool != WaylandTool {
		return nil
	}
	h.once.Do(func() {
		const option = "--sensitive" // since wl-clipboard 2.3.0
		ctx, cancel := context.WithTimeout(ctx, helpTime)
		defer cancel()
		if help, err := runTool(ctx, []string{h.tool, "--help"}, nil); err == nil && bytes.Contains(help, []byte(option)) {
			h.said = []string{option}
		}
	})
	return h.said
}

// apart puts a command into a process group of its own, which ends with its context.
func apart(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
