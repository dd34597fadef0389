//go:build unix

package endtoend

import (
	"bytes"
	"testing"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
)

// M3 and C6: whatever is done with a value, none of it lies on a disk, in an argument or an environment, or on the terminal afterwards.
func TestAFullTourLeavesNothingOfAValueAnywhere(t *testing.T) {
	t.Parallel()
	server, endpoint := serveDemo(t)
	server.Plant(local.Seed{Name: "app/canary", Text: `{"user":"u","password":"` + terminal.Canary + `-old"}`})
	second := backend.NewVersion{Value: backend.TextValue(`{"user":"u","password":"` + terminal.Canary + `"}`)}
	if _, err := aws.Open(aws.Options{Transport: server.Transport()}).Put(t.Context(), "app/canary", second); err != nil {
		t.Fatal(err)
	}
	ed := terminal.Stub(t, `sed s/made-up/`+terminal.Canary+`-outside/ <"$f" >"$f.new" && mv "$f.new" "$f"`)
	run := memory(t)
	x := terminal.Start(t, terminal.Session{Args: []string{"--endpoint-url", endpoint, "--region", "eu-west-1", "--filter", "app/canary"}, W: 120, H: 36,
		Env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up", "EDITOR=" + ed, "XDG_RUNTIME_DIR=" + run}}).Sees("1 of 215", "? help")
	x.Memory = run
	clean := func() { x.T.Helper(); x.Sweep(terminal.Canary) }
	x.Press("V").Sees(terminal.Canary).Press("j", "c").Sees("by the terminal")
	clean()
	x.Press("C").Sees("Copy as").Press("esc").Press("!").Sees("1 decrypt · ").Press("esc")
	x.Press("3", "j", "=").Sees("Compare").SettledPress("y").Press("V").Sees(terminal.Canary + "-old")
	clean()
	x.Press("esc", "1", "e").Sees("edit app/canary").Press("j", "enter").Type("made-up").Press("ctrl+o").Sees("made-up").Press("enter").Press("E").Sees("changed in vim")
	clean()
	x.Press("V").Sees(terminal.Canary + "-outside").Press("ctrl+s").Sees("Save the value").Press("v").Sees(terminal.Canary + "-outside")
	clean()
	x.SettledPress("enter").Sees("saved app/canary")
	x.Gone(terminal.Canary)
	before := len(x.Sent())
	x.Press("n").Sees("New secret").Press("esc").Press("q")
	if status := x.Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	x.Restored()
	clean()
	if bytes.Contains(x.Sent()[before:], []byte(terminal.Canary)) {
		t.Error("the terminal was sent the value after it had gone")
	}
	if all := x.Copied(); len(all) < 2 || all[len(all)-1] != "" {
		t.Errorf("the clipboard holds %d copies, the last not empty", len(all))
	}
}
