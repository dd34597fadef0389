package cli

import (
	"bytes"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
)

// fullDisk takes so many bytes, and then no more.
type fullDisk struct{ room int }

func (d *fullDisk) Write(b []byte) (int, error) {
	n := min(d.room, len(b))
	if d.room -= n; n < len(b) {
		return n, &os.PathError{Op: "write", Path: "/somewhere", Err: syscall.ENOSPC}
	}
	return n, nil
}

func TestEveryCommandTellsThatItsOutputDidNotArrive(t *testing.T) {
	s := newShell(t)
	at := []string{"--endpoint-url", s.url}
	for _, args := range [][]string{
		{"--help"}, {"--version"}, {"--keys"}, {"serve", "--help"}, {"deleted", "--help"}, {"restore", "-h"}, {"doctor", "--help"},
		append([]string{"deleted"}, at...), append([]string{"deleted", "--json"}, at...), append([]string{"restore", "tmp/loadtest"}, at...),
		append([]string{"doctor", "prod/payments/stripe"}, at...), append([]string{"doctor", "--json", "prod/payments/stripe"}, at...),
		{"serve", "--listen", "127.0.0.1:0"},
	} {
		for _, room := range []int{0, 3} {
			var messages bytes.Buffer
			if status := (Machine{Out: &fullDisk{room: room}, Messages: &messages}).run(args); status != exitFailed {
				t.Errorf("%v ends with %d", args, status)
			}
			if text := messages.String(); !strings.Contains(text, "standard output cannot be written: no space left on device") || strings.Contains(text, "/somewhere") {
				t.Errorf("%v says %q", args, text)
			}
		}
	}
	if out := described(s, "tmp/loadtest"); !out.Deleted.IsZero() {
		t.Error("the restore itself was not done")
	}
}

func TestACommandWhoseMessagesDoNotArriveFailsToo(t *testing.T) {
	s := newShell(t)
	for status, args := range map[int][]string{exitUsage: {"--nonsense"}, exitFailed: {"restore", "no/such", "--endpoint-url", s.url}} {
		if got := (Machine{Out: io.Discard, Messages: &fullDisk{}}).run(args); got != status {
			t.Errorf("%v ends with %d, want %d", args, got, status)
		}
	}
	for _, name := range []string{"prod/orders/db", "prod/old/mailgun", "tmp/loadtest", "staging/legacy/ftp-gateway", "dev/search/reindex-token"} {
		s.types("restore", name).exits(0)
	}
	s.types("deleted").exits(0).says("nothing is scheduled for deletion")
	if got := (Machine{Out: io.Discard, Messages: &fullDisk{}}).run([]string{"deleted", "--endpoint-url", s.url}); got != exitFailed {
		t.Errorf("what was said did not arrive, and the status is %d", got)
	}
}

// once takes one write, and then the reader is gone.
type once struct{ bytes.Buffer }

func (o *once) Write(b []byte) (int, error) {
	n, _ := o.Buffer.Write(b)
	return n, io.ErrClosedPipe
}

func TestTheLineThatServePrintsNamesTheRegionOfItsSecrets(t *testing.T) {
	for want, args := range map[string][]string{"eu-west-1": nil, "us-west-2": {"--region", "us-west-2"}} {
		var out once
		Machine{Out: &out, Messages: io.Discard}.run(append([]string{"serve", "--listen", "127.0.0.1:0"}, args...))
		if text := out.String(); !strings.Contains(text, "\ntry: aws --region "+want+" --endpoint-url http://127.0.0.1:") {
			t.Errorf("it says %q", text)
		}
	}
	if status := (Machine{Out: io.Discard, Messages: io.Discard}).run([]string{"serve", "--listen", "127.0.0.1:0", "--region", "x; rm"}); status != exitUsage {
		t.Errorf("a region of any text is taken: %d", status)
	}
}
