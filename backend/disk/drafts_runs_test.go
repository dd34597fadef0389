package disk

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/document"
)

func TestAFailedWriteSaysWhyAndLeavesTheDraftBefore(t *testing.T) {
	state, run := draftHome(t)
	d := OpenDrafts(state, run, nil)
	slot := keepDraft(t, d, someDraft())
	file := draftFiles(t, state, "*.age")[0]
	before, _ := os.ReadFile(file)
	if err := os.Rename(filepath.Join(state, "drafts"), filepath.Join(state, "aside")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(state, "drafts"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := slot.Keep(2, someDraft())
	if !errors.Is(err, ErrNoDraft) || backend.Message(err) != "not a directory" {
		t.Errorf("keeping ends in %v, %q", err, backend.Message(err))
	}
	if err := errors.Join(os.Remove(filepath.Join(state, "drafts")), os.Rename(filepath.Join(state, "aside"), filepath.Join(state, "drafts"))); err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(before, now) {
		t.Errorf("the draft before is another one now (%v)", err)
	}
	if err := slot.Keep(3, someDraft()); err != nil {
		t.Errorf("once there is room again: %v", err)
	}
	slot.Leave()
	if kept, _ := list(t, d); len(kept) != 1 {
		t.Errorf("%d offered", len(kept))
	}
}

func TestALateWriteChangesNothingAndADroppedDraftStaysDropped(t *testing.T) {
	state, run := draftHome(t)
	d := OpenDrafts(state, run, nil)
	slot := d.Slot()
	newer, older := someDraft(), someDraft()
	newer.Value = backend.TextValue("newer")
	for n, dr := range map[int]Draft{2: newer} {
		if err := slot.Keep(n, dr); err != nil {
			t.Fatal(err)
		}
	}
	if err := slot.Keep(1, older); err != nil {
		t.Fatal(err)
	}
	slot.Leave()
	kept, _ := list(t, d)
	again, got, err := d.Take(kept[0].ID)
	if err != nil || !document.SameBytes(got.Value, newer.Value) {
		t.Fatalf("the late write won: %v", err)
	}
	if err := again.Drop(); err != nil {
		t.Fatal(err)
	}
	if err := again.Keep(9, older); err != nil || len(draftFiles(t, state, "*")) != 0 {
		t.Errorf("it came back: %v", err)
	}
}

func TestAKilledProgramLeavesItsDraftToTheNextAndALivingOneKeepsIt(t *testing.T) {
	if os.Getenv("STRONGROOM_TEST_DRAFTS") != "" {
		parts := strings.Split(os.Getenv("STRONGROOM_TEST_DRAFTS"), "\n")
		keepDraft(t, OpenDrafts(parts[0], parts[1], nil), someDraft())
		_, _ = os.Stdout.WriteString("kept\n")
		time.Sleep(time.Minute)
		return
	}
	state, run := draftHome(t)
	d := OpenDrafts(state, run, nil)
	other := exec.Command(os.Args[0], "-test.run=^TestAKilledProgramLeaves", "-test.count=1")
	other.Env = append(os.Environ(), "STRONGROOM_TEST_DRAFTS="+state+"\n"+run)
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Process.Kill(); _ = other.Wait() }()
	if b := make([]byte, 5); !readsFull(out, b) || string(b) != "kept\n" {
		t.Fatalf("the other program says %q", b)
	}
	if kept, lost := list(t, d); len(kept) != 0 || lost != 0 {
		t.Errorf("a draft that is worked on is offered: %v, %d lost", kept, lost)
	}
	name := strings.TrimSuffix(filepath.Base(draftFiles(t, state, "*.age")[0]), ".age")
	if _, _, err := d.Take(name); backend.Message(err) != errBusy.Error() {
		t.Errorf("taking it ends in %v", err)
	}
	if err := d.Remove(name); backend.Message(err) != errBusy.Error() {
		t.Errorf("removing it ends in %v", err)
	}
	for n := range 40 {
		if _, _, err := d.List(time.Now().Add(time.Duration(n) * backend.Day)); err != nil || len(draftFiles(t, state, "*.age")) != 1 {
			t.Fatalf("after %d days it was swept under its program's hands (%v)", n, err)
		}
	}
	_ = other.Process.Kill()
	_ = other.Wait()
	kept, _ := list(t, d)
	if len(kept) != 1 {
		t.Fatalf("after its end %d are offered", len(kept))
	}
	slot, got, err := d.Take(kept[0].ID)
	if err != nil || got.Name != someDraft().Name {
		t.Fatalf("%v %v", got.Name, err)
	}
	if kept, _ := list(t, OpenDrafts(state, run, nil)); len(kept) != 0 {
		t.Error("a draft that was taken is offered to others")
	}
	slot.Leave()
}

func TestTwoProgramsThatMakeAKeyAtOnceHaveOne(t *testing.T) {
	_, run := draftHome(t)
	marks := make(chan string)
	for range 8 {
		go func() {
			id, err := runtimeKey{run}.ensure()
			if err != nil {
				marks <- err.Error()
				return
			}
			marks <- mark(id)
		}()
	}
	first := <-marks
	for range 7 {
		if m := <-marks; m != first {
			t.Errorf("one has %s, another %s", first, m)
		}
	}
	if files, _ := os.ReadDir(filepath.Join(run, "strongroom")); len(files) != 1 {
		t.Errorf("%v is left", files)
	}
}

func readsFull(r interface{ Read([]byte) (int, error) }, b []byte) bool {
	for n := 0; n < len(b); {
		m, err := r.Read(b[n:])
		if n += m; err != nil && n < len(b) {
			return false
		}
	}
	return true
}

func TestAnEditIsFoundAgainBetweenTwoTextsOrNotAtAll(t *testing.T) {
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{`{"a":1,"b":"x"}`, `{"a":1,"b":"y"}`, true}, {`{"a":1,"b":"x"}`, `{"b":"x"}`, true}, {`{"a":1}`, `{"a":1,"c":[1]}`, true},
		{`{"a":{"b":"x"}}`, `{"a":{"b":"y","c":1}}`, true}, {`{"a":1}`, `{"a":1}`, true},
		{`{"a":1}`, `{ "a":1}`, false}, {`{"a":"x"}`, `{"a":"\u0078"}`, false}, {`{"a":1,"b":2}`, `{"b":2,"a":1}`, false}, {`[1]`, `[2]`, false}, {`{"a":1}`, `x`, false},
	} {
		e, ok := document.EditTo(backend.TextValue(c.from), backend.TextValue(c.to))
		made := e.Apply(backend.TextValue(c.from), document.Of(backend.TextValue(c.from)))
		if ok != c.ok || ok && !document.SameBytes(made, backend.TextValue(c.to)) || !ok && !e.Empty() {
			t.Errorf("%s to %s: %v", c.from, c.to, ok)
		}
	}
}
