//go:build linux

package endtoend

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// copiesIn counts a text in the memory of a process that may be written, which is where its heap and its stacks are.
func copiesIn(t *testing.T, pid int, text string) (n int) {
	t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Fatal(err)
	}
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Skip("the memory of another process cannot be read here: ", err)
	}
	defer func() { _ = mem.Close() }()
	for scan := bufio.NewScanner(bytes.NewReader(maps)); scan.Scan(); {
		var from, to int64
		var mode string
		if _, err := fmt.Sscanf(scan.Text(), "%x-%x %s", &from, &to, &mode); err != nil || !strings.HasPrefix(mode, "rw") {
			continue
		}
		b := make([]byte, to-from)
		read, _ := mem.ReadAt(b, from)
		n += bytes.Count(b[:read], []byte(text))
	}
	return n
}

// copiesLeft is how many copies of a value may lie in memory a minute after it was wiped, as docs/safety.md says. They are the
// libraries' and the runtime's: what a connection has read last, and what is free and not used again yet.
const copiesLeft = 14

// The race detector keeps more. M2, beside the ledger of the games, which finds every copy of ours.
func TestNoMoreCopiesOfAValueOutliveItInMemoryThanIsSaid(t *testing.T) {
	tools.Long(t)
	t.Parallel()
	server, endpoint := serveDemo(t)
	server.Plant(local.Seed{Name: "app/canary", Text: `{"user":"u","password":"` + terminal.Canary + `"}`})
	x := terminal.Start(t, terminal.Session{Args: []string{"--endpoint-url", endpoint, "--region", "eu-west-1", "--filter", "app/canary"},
		Env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up"}, W: 120, H: 36}).Sees("1 of 215", "? help")
	pid := x.Cmd.Process.Pid
	if n := copiesIn(t, pid, terminal.Canary); n > 0 {
		t.Fatalf("%d copies before anything is read", n)
	}
	x.Press("V").Sees(terminal.Canary)
	shown := copiesIn(t, pid, terminal.Canary)
	if shown < 2 {
		t.Fatalf("%d copies while it is shown, so this proves nothing", shown)
	}
	x.Blur().Gone(terminal.Canary)
	time.Sleep(time.Minute)
	left := copiesIn(t, pid, terminal.Canary)
	t.Logf("%d copies while it is shown, %d a minute after it was wiped", shown, left)
	if left > copiesLeft && !tools.Raced() {
		t.Errorf("%d copies are left", left)
	}
}
