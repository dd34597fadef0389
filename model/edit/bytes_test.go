package edit_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/backendtest"
	"strongroom/model/play"
)

func TestABinaryValueIsReplacedFromAFileToTheByte(t *testing.T) {
	for _, a := range backendtest.AwkwardValues() {
		if !a.Binary {
			continue
		}
		t.Run(a.Name, func(t *testing.T) {
			path := play.File(t, "new.bin", a.Bytes)
			play.Game(t, play.Setting{Seed: play.BinarySecret("\x00made-up\xff before")}, func(p *play.Player) {
				p.Press("e").Sees("edit app/canary", "binary value", "16 bytes", "sha-256").Takes(path).Sees("from new.bin", fmt.Sprintf("%x", sha256.Sum256(a.Bytes))[:40])
				p.Press("ctrl+s").Sees("Save the value", "now: 16 bytes", "new: ", "binary values are not shown", "replaces version").Press("enter").Sees("saved app/canary")
				r, err := aws.Open(aws.Options{Transport: p.Server.Transport()}).Reveal(play.Ctx(), "app/canary", backend.VersionRef{})
				if err != nil || !r.Value.Binary() {
					t.Errorf("it is no binary value any more, %v", err)
				}
				if got := p.Stored("app/canary"); got != string(a.Bytes) {
					t.Errorf("stored is %.100q, want %.100q", got, a.Bytes)
				}
				if _, private := p.Versions("app/canary"); private != nil {
					t.Errorf("labels %v", private)
				}
				p.Press("u").Sees("move AWSCURRENT back").Press("y").Sees("undone")
				if got := p.Stored("app/canary"); got != "\x00made-up\xff before" {
					t.Errorf("undone, it is %q", got)
				}
			})
		})
	}
}

func TestABinaryValueThatIsLeftAloneIsNotWritten(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.BinarySecret("\x00made-up\xff")}, func(p *play.Player) {
		p.Press("e").Sees("binary value").Press("ctrl+s").Sees("nothing is changed").Press("u").Sees("nothing to undo")
		p.Takes(play.File(t, "x", []byte("other"))).Sees("from x").Takes(play.File(t, "y", []byte("third"))).Sees("from y").Press("u").Sees("from x").Press("u").Sees("takes the bytes of a file")
		p.Takes(play.File(t, "same", []byte("\x00made-up\xff"))).Sees("from same").Press("ctrl+s").Sees("nothing is changed").Press("esc").SeesNot("edit app/canary")
		if p.Calls("PutSecretValue") != 0 {
			t.Error("something was written")
		}
		p.Press("e").Takes(play.File(t, "z", []byte("other"))).Press("esc").Sees("Leave the edit").Wait(time.Second).Press("y").SeesNot("edit app/canary")
	})
}

func TestAFileThatCannotBeAValueSaysWhyAndTheEditGoesOn(t *testing.T) {
	folder := t.TempDir()
	play.Game(t, play.Setting{Seed: play.BinarySecret("\x00made-up\xff")}, func(p *play.Player) {
		p.Press("e").Takes(play.File(t, "kept", []byte("kept"))).Sees("from kept")
		for path, want := range map[string]string{
			folder:                                 "it is a directory",
			filepath.Join(folder, "none"):          "no such file",
			"/dev/null":                            "it is not a plain file",
			play.File(t, "e", nil):                 "the value has 0 bytes",
			play.File(t, "l", make([]byte, 65537)): "it has 65537 bytes",
		} {
			p.Takes(path).Sees("From a file", want, filepath.Base(path))
			p.Press("x").SeesNot(want).Press("esc").Sees("from kept").SeesNot("From a file")
		}
		p.Press("f").Wait(time.Second).Press("enter").Sees("a file needs a name").Press("esc")
		p.Takes(play.File(t, "largest", make([]byte, 65536))).Sees("65,536 bytes").Press("ctrl+s enter").Sees("saved")
		if len(p.Stored("app/canary")) != 65536 {
			t.Error("the largest value was not saved")
		}
	})
}

func TestTheBytesOfABinaryValueAreNeverDrawn(t *testing.T) {
	secret := play.Canary + "\x00\xff"
	play.Game(t, play.Setting{Seed: play.BinarySecret(secret)}, func(p *play.Player) {
		p.Press("e").Takes(play.File(t, "n", []byte("\x00"+play.Canary))).Sees("from n").Press("ctrl+s v").Sees("now: ").Press("esc")
		c := aws.Open(aws.Options{Transport: p.Server.Transport()})
		if _, err := c.Put(play.Ctx(), "app/canary", backend.NewVersion{Value: backend.NewValue([]byte("\xfe"+play.Canary), true)}); err != nil {
			t.Fatal(err)
		}
		p.Press("ctrl+s enter").Sees("somebody else saved", "bytes", "1 key changed on both sides").Press("v").Sees("sha-256").Press("right ctrl+s").Sees("now: ", "new: ").Press("enter").Sees("saved app/canary")
		if got := p.Stored("app/canary"); got != "\x00"+play.Canary {
			t.Errorf("stored is %q", got)
		}
		if l := play.Leaks([]byte(p.Everything())); l != nil {
			t.Errorf("the terminal got %v", l)
		}
	})
}

func TestAnEditedBinaryValueIsSavedToANewFile(t *testing.T) {
	to := filepath.Join(t.TempDir(), "out.p12")
	play.Game(t, play.Setting{Seed: play.BinarySecret("\x00made-up\xff")}, func(p *play.Player) {
		p.Press("e S").Sees("Save to a file", "9 bytes in clear").Wait(time.Second)
		p.Press(strings.TrimSpace(strings.Repeat("backspace ", len("canary.bin")))).Types(to).Press("enter").Sees("for you alone")
		if b, err := os.ReadFile(to); err != nil || !bytes.Equal(b, []byte("\x00made-up\xff")) {
			t.Errorf("the file holds %q, %v", b, err)
		}
	})
}

func TestANewBinarySecretIsMadeFromAFile(t *testing.T) {
	path := play.File(t, "store.p12", []byte("\x00made-up\xff\r\n"))
	play.Game(t, play.Setting{Seed: play.BinarySecret("\x00made-up\xff")}, func(p *play.Player) {
		p.Press("n").Sees("New secret").Wait(time.Second).Types("store").Press("tab space").Sees("text").Press("space").Sees("binary, from a file")
		p.Press("tab tab tab tab enter").Sees("From a file").Wait(time.Second).Types(path).Press("enter").Sees("new secret app/store", "from store.p12", "11 bytes")
		p.Press("ctrl+s").Sees("Create a secret", "app/store", "new: 11 bytes", "aws/secretsmanager").Press("enter").Sees("created app/store")
		if got := p.Stored("app/store"); got != "\x00made-up\xff\r\n" {
			t.Errorf("stored is %q", got)
		}
		p.Press("N").Sees("New secret like another").Wait(time.Second).Types("2").Press("tab tab tab tab enter").Sees("new secret app/store2", "takes the bytes of a file").Press("ctrl+s").Sees("it needs a value: f takes it from a file")
		p.Press("esc").SeesNot("new secret")
	})
}

func TestAPathIsCompletedAsFarAsItIsClear(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"store-a.p12", "store-b.p12", ".hidden"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	play.Game(t, play.Setting{Seed: play.BinarySecret("\x00made-up\xff")}, func(p *play.Player) {
		p.Press("e f").Wait(time.Second).Types(dir+"/s").Press("tab").Sees("store-▏", "store-a.p12", "store-b.p12").SeesNot("hidden")
		p.Types("b").Press("tab").Sees("store-b.p12▏").Press("enter").Sees("new, from store-b.p12")
	})
}

func TestLettersTypedBeforeALineWasSeenAreNotLostAndConfirmNothing(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Send("o")
		p.Types("app/canary\r").Sees("Open a secret", "app/canary▏").Wait(time.Second).Press("esc")
		p.Send("d")
		p.Types("yyy").Sees("Delete").Press("esc")
		if p.Calls("DeleteSecret") != 0 {
			t.Error("letters typed before the question was seen answered it")
		}
	})
}

func TestATextThatIsKeptAsBinaryIsEditedAsTextAndSavedAsBinary(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.BinarySecret("a: made-up\nb: other\n")}, func(p *play.Player) {
		p.Press("e").Sees("t edits it as the text that it is").Press("t").Sees("a: made-up")
		p.Types("# new").Press("enter ctrl+s").Sees("Save the value", "app/canary", "kept as binary, as it was").Press("v").Sees("# new").Press("enter").Sees("saved app/canary").Wait(time.Minute)
		p.Alive(0)
		r, err := aws.Open(aws.Options{Transport: p.Server.Transport()}).Reveal(play.Ctx(), "app/canary", backend.VersionRef{Stage: backend.Current})
		if err != nil || !r.Value.Binary() || !r.Value.Equal(backend.NewValue([]byte("# new\na: made-up\nb: other\n"), true)) {
			t.Errorf("saved is a value that is binary: %v, of %d bytes, %v", r.Value.Binary(), r.Value.Len(), err)
		}
		r.Value.Wipe()
	})
}

func TestATextThatIsKeptAsBinaryGoesBackToItsBytes(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.BinarySecret("made-up\n")}, func(p *play.Player) {
		p.Press("e t esc").Sees("binary value").SeesNot("from the text")
		p.Press("t").Types("x").Press("esc").Sees("from the text that was typed here").Press("u").SeesNot("from the text").Press("t esc esc").SeesNot("binary value").Alive(0)
	})
	play.Game(t, play.Setting{Seed: play.BinarySecret("\x00made-up")}, func(p *play.Player) {
		p.Press("e").SeesNot("as the text").Press("t").Sees("its bytes are no text").Press("esc")
	})
}
