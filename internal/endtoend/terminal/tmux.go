//go:build unix

package terminal

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"strongroom/internal/tools"
)

// Tmux is a server of tmux: a terminal that nobody here wrote.
type Tmux struct {
	T      testing.TB
	Socket string // its name
}

// NewTmux is a server that nobody else has. What is run first begins it, and it ends with the test.
func NewTmux(t testing.TB) *Tmux {
	t.Helper()
	tools.Need(t, "tmux")
	x := &Tmux{T: t, Socket: fmt.Sprintf("strongroom-test-%d-%d", os.Getpid(), time.Now().UnixNano())}
	t.Cleanup(func() { _ = exec.Command("tmux", "-L", x.Socket, "kill-server").Run() })
	return x
}

// Run is what a command of tmux prints.
func (x *Tmux) Run(args ...string) string {
	x.T.Helper()
	out, err := exec.Command("tmux", append([]string{"-L", x.Socket}, args...)...).CombinedOutput()
	if err != nil {
		x.T.Fatalf("tmux %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}
