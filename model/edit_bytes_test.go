package model

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
)

func TestABinaryValueIsReplacedFromAFileToTheByte(t *testing.T) {
	for _, a := range backendtest.AwkwardValues() {
		if !a.Binary {
			continue
		}
		t.Run(a.Name, func(t *testing.T) {
			path := file(t, "new.bin", a.Bytes)
			play(t, setting{seed: binarySecret("\x00made-up\xff before")}, func(p *player) {
				p.press("e").sees("edit app/canary", "binary value", "16 bytes", "sha-256").takes(path).sees("from new.bin", fmt.Sprintf("%x", sha256.Sum256(a.Bytes))[:40])
				p.press("ctrl+s").sees("Save app/canary", "now: 16 bytes", "new: ", "binary values are not shown", "replaces version").press("enter").sees("saved app/canary")
				r, err := aws.Open(aws.Options{Transport: p.server.Transport()}).Reveal(ctx(), "app/canary", backend.VersionRef{})
				if err != nil || !r.Value.Binary() {
					t.Errorf("it is no binary value any more, %v", err)
				}
				if got := p.stored("app/canary"); got != string(a.Bytes) {
					t.Errorf("stored is %.100q, want %.100q", got, a.Bytes)
				}
				if _, private := p.versions("app/canary"); private != nil {
					t.Errorf("labels %v", private)
				}
				p.press("u").sees("move AWSCURRENT back").press("y").sees("undone")
				if got := p.stored("app/canary"); got != "\x00made-up\xff before" {
					t.Errorf("undone, it is %q", got)
				}
			})
		})
	}
}

func TestABinaryValueThatIsLeftAloneIsNotWritten(t *testing.T) {
	play(t, setting{seed: binarySecret("\x00made-up\xff")}, func(p *player) {
		p.press("e").sees("binary value").press("ctrl+s").sees("nothing is changed").press("u").sees("nothing to undo")
		p.takes(file(t, "x", []byte("other"))).sees("from x").takes(file(t, "y", []byte("third"))).sees("from y").press("u").sees("from x").press("u").sees("takes the bytes of a file")
		p.takes(file(t, "same", []byte("\x00made-up\xff"))).sees("from same").press("ctrl+s").sees("nothing is changed").press("esc").seesNot("edit app/canary")
		if p.calls("PutSecretValue") != 0 {
			t.Error("something was written")
		}
		p.press("e").takes(file(t, "z", []byte("other"))).press("esc").sees("Leave the edit").wait(time.Second).press("y").seesNot("edit app/canary")
	})
}

func TestAFileThatCannotBeAValueSaysWhyAndTheEditGoesOn(t *testing.T) {
	folder := t.TempDir()
	play(t, setting{seed: binarySecret("\x00made-up\xff")}, func(p *player) {
		p.press("e").takes(file(t, "kept", []byte("kept"))).sees("from kept")
		for path, want := range map[string]string{
			folder:                            "it is a folder",
			filepath.Join(folder, "none"):     "no such file",
			"/dev/null":                       "it is not a plain file",
			file(t, "e", nil):                 "the value has 0 bytes",
			file(t, "l", make([]byte, 65537)): "it has 65537 bytes",
		} {
			p.takes(path).sees("From a file: ", want, filepath.Base(path))
			p.press("x").seesNot(want).press("esc").sees("from kept").seesNot("From a file: ")
		}
		p.press("f").wait(time.Second).press("enter").sees("a file needs a name").press("esc")
		p.takes(file(t, "largest", make([]byte, 65536))).sees("65,536 bytes").press("ctrl+s enter").sees("saved")
		if len(p.stored("app/canary")) != 65536 {
			t.Error("the largest value was not saved")
		}
	})
}

func TestTheBytesOfABinaryValueAreNeverDrawn(t *testing.T) {
	secret := canary + "\x00\xff"
	play(t, setting{seed: binarySecret(secret)}, func(p *player) {
		p.press("e").takes(file(t, "n", []byte("\x00"+canary))).sees("from n").press("ctrl+s v").sees("now: ").press("esc")
		c := aws.Open(aws.Options{Transport: p.server.Transport()})
		if _, err := c.Put(ctx(), "app/canary", backend.NewVersion{Value: backend.NewValue([]byte("\xfe"+canary), true)}); err != nil {
			t.Fatal(err)
		}
		p.press("ctrl+s enter").sees("somebody else saved", "bytes", "1 key changed on both sides").press("v").sees("sha-256").press("right ctrl+s").sees("now: ", "new: ").press("enter").sees("saved app/canary")
		if got := p.stored("app/canary"); got != "\x00"+canary {
			t.Errorf("stored is %q", got)
		}
		if l := leaks([]byte(p.everything())); l != nil {
			t.Errorf("the terminal got %v", l)
		}
	})
}

func TestAnEditedBinaryValueIsSavedToANewFile(t *testing.T) {
	to := filepath.Join(t.TempDir(), "out.p12")
	play(t, setting{seed: binarySecret("\x00made-up\xff")}, func(p *player) {
		p.press("e S").sees("Save app/canary", "9 bytes in clear").wait(time.Second)
		p.press(strings.TrimSpace(strings.Repeat("backspace ", len("canary.bin")))).types(to).press("enter").sees("for you alone")
		if b, err := os.ReadFile(to); err != nil || !bytes.Equal(b, []byte("\x00made-up\xff")) {
			t.Errorf("the file holds %q, %v", b, err)
		}
	})
}

func TestANewBinarySecretIsMadeFromAFile(t *testing.T) {
	path := file(t, "store.p12", []byte("\x00made-up\xff\r\n"))
	play(t, setting{seed: binarySecret("\x00made-up\xff")}, func(p *player) {
		p.press("n").sees("New secret").wait(time.Second).types("store").press("tab space").sees("text").press("space").sees("binary, from a file")
		p.press("tab tab tab tab enter").sees("From a file: app/store").wait(time.Second).types(path).press("enter").sees("new secret app/store", "from store.p12", "11 bytes")
		p.press("ctrl+s").sees("Create app/store", "new: 11 bytes", "aws/secretsmanager").press("enter").sees("created app/store")
		if got := p.stored("app/store"); got != "\x00made-up\xff\r\n" {
			t.Errorf("stored is %q", got)
		}
		p.press("N").sees("New secret like app/store").wait(time.Second).types("2").press("tab tab tab tab enter").sees("new secret app/store2", "takes the bytes of a file").press("ctrl+s").sees("it needs a value: f takes it from a file")
		p.press("esc").seesNot("new secret")
	})
}

func TestAPathIsCompletedAsFarAsItIsClear(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"store-a.p12", "store-b.p12", ".hidden"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	play(t, setting{seed: binarySecret("\x00made-up\xff")}, func(p *player) {
		p.press("e f").wait(time.Second).types(dir+"/s").press("tab").sees("store-▏", "store-a.p12", "store-b.p12").seesNot("hidden")
		p.types("b").press("tab").sees("store-b.p12▏").press("enter").sees("new, from store-b.p12")
	})
}

func TestLettersTypedBeforeALineWasSeenAreNotLostAndConfirmNothing(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.types("oapp/canary\r").sees("Open a secret", "app/canary▏").wait(time.Second).press("esc")
		p.types("dyyy").sees("Delete").press("esc")
		if p.calls("DeleteSecret") != 0 {
			t.Error("letters typed before the question was seen answered it")
		}
	})
}
