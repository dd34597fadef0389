package dialog

import (
	"os"
	"path/filepath"
	"testing"

	"strongroom/keymap"
)

func TestWhatAClosedPromptLookedForDoesNotChangeTheNextOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.bin")
	if err := os.WriteFile(path, []byte("made-up"), 0o600); err != nil {
		t.Fatal(err)
	}
	open := func() *Prompt {
		return FilePrompt(keymap.Default(), "From a file", "app/store", path[:len(path)-3], "")
	}
	old, next := open(), open()
	cmd, _ := old.Act(keymap.Complete)
	next.Act(keymap.Complete)
	late := cmd()
	if next.Hear(late); next.Typed.Text() == path {
		t.Error("what a closed prompt looked for changes the next one")
	}
	if old.Hear(late); old.Typed.Text() != path {
		t.Error("the prompt's own answer is not heard")
	}
}
