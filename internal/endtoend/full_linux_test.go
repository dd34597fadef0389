package endtoend

import (
	"bytes"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// smallDisk is a file system of its own in memory that a few pages fill.
type smallDisk struct {
	t   *testing.T
	dir string
}

func newSmallDisk(t *testing.T) *smallDisk {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root mounts a file system")
	}
	dir, err := os.MkdirTemp("", "small-")
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "size=256k,mode=0700"); err != nil {
		_ = os.Remove(dir)
		tools.Missing(t, "a small file system cannot be mounted here: "+err.Error())
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH); _ = os.Remove(dir) })
	return &smallDisk{t, dir}
}

func (d *smallDisk) filler() string { return filepath.Join(d.dir, "filler") }

// fill leaves not a byte of it free.
func (d *smallDisk) fill() {
	d.t.Helper()
	f, err := os.OpenFile(d.filler(), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	for page := make([]byte, 4096); err == nil; {
		_, err = f.Write(page)
	}
	if !strings.Contains(err.Error(), "no space left on device") {
		d.t.Fatal(err)
	}
}

func (d *smallDisk) free() {
	d.t.Helper()
	if err := os.Remove(d.filler()); err != nil {
		d.t.Fatal(err)
	}
}

// holds are the files on it with anything in them, and those that were begun, but for what fills it.
func (d *smallDisk) holds() (files []string) {
	d.t.Helper()
	err := filepath.WalkDir(d.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path == d.filler() {
			return err
		}
		if info, err := e.Info(); err == nil && (info.Size() > 0 || !strings.HasSuffix(path, ".lock")) {
			files = append(files, strings.TrimPrefix(path, d.dir+"/"))
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return files
}

// onIt runs the demo with a directory of the disk's, and opens an edit.
func (d *smallDisk) onIt(variable string, env ...string) *terminal.Terminal {
	x := terminal.Start(d.t, terminal.Session{Args: []string{"--demo"}, W: 160, H: 36, Env: append(env, variable+"="+d.dir)})
	x.Sees("Secrets", "? help").Press("/").Type("dev/payments/stripe").Press("enter").Sees("1 of 214")
	return x.Press("e").Sees("edit dev/payments/stripe")
}

func TestAnEditWhoseDraftFindsTheDiskFullStaysAndNamesTheDisk(t *testing.T) {
	t.Parallel()
	for variable, c := range map[string]struct {
		says  string // after "no draft is kept: ", with the disk in the place of *
		later []string
	}{
		"XDG_STATE_HOME":  {"no space left on the disk of */strongroom/drafts", []string{".age"}},
		"XDG_RUNTIME_DIR": {"the key of the drafts cannot be made: no space left on the disk of */strongroom", []string{"strongroom/draft-key"}},
	} {
		t.Run(variable, func(t *testing.T) {
			t.Parallel()
			d := newSmallDisk(t)
			d.fill()
			x := d.onIt(variable).Press("enter").Type(terminal.Canary).Press("enter")
			says := "no draft is kept: " + strings.ReplaceAll(c.says, "*", d.dir)
			x.Sees("1 changed", "no draft is kept: ", d.dir).Sees(wrappedIn(says)...)
			if left := d.holds(); left != nil {
				t.Errorf("%v is left", left)
			}
			d.free()
			x.Press("enter").Type(terminal.Canary + "2").Press("enter").Gone("no draft is kept").Sees("1 changed")
			time.Sleep(1500 * time.Millisecond)
			for i, left := 0, d.holds(); i < max(len(c.later), len(left)); i++ {
				if len(left) != len(c.later) || !strings.HasSuffix(left[i], c.later[i]) {
					t.Fatalf("with room again it holds %v, want %v", left, c.later)
				}
			}
			d.fill()
			x.Press("ctrl+s").Sees("Save the value").SettledPress("enter").Sees("saved dev/payments/stripe").Press("q").Exit()
			x.Restored()
			x.Sweep(terminal.Canary)
		})
	}
}

// wrappedIn are the words of a sentence that may be broken into lines anywhere.
func wrappedIn(sentence string) []string { return strings.Fields(sentence) }

func TestAnEditorWhoseFileFindsTheDiskFullIsNotStartedAndTheEditStays(t *testing.T) {
	t.Parallel()
	d := newSmallDisk(t)
	ran := filepath.Join(t.TempDir(), "ran")
	x := d.onIt("XDG_RUNTIME_DIR", "EDITOR="+terminal.Stub(t, `echo >"$REPORT"`), "REPORT="+ran)
	x.Press("enter").Type(terminal.Canary).Press("enter").Sees("1 changed")
	d.fill()
	x.Press("E").Sees("nothing is taken over from vim", "no space left on the disk of", d.dir, "edit is as it was", "1 changed")
	if _, err := os.Stat(ran); err == nil {
		t.Error("the editor ran")
	}
	for _, left := range d.holds() {
		if strings.Contains(left, "strongroom-edit-") {
			t.Errorf("%s is left", left)
		}
	}
	d.free()
	x.Press("E").Sees("nothing was changed in vim")
	x.Press("ctrl+s").Sees("Save the value").SettledPress("enter").Sees("saved dev/payments/stripe").Press("q").Exit()
	x.Sweep(terminal.Canary)
}

func TestAValueThatDoesNotFitOnTheDiskLeavesNoHalfFile(t *testing.T) {
	t.Parallel()
	d := newSmallDisk(t)
	server := local.New(local.Knobs{})
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	value := append([]byte{0, 0xff}, bytes.Repeat([]byte("made up "), 6000)...)
	if _, err := aws.Open(aws.Options{Transport: server.Transport()}).Create(t.Context(), backend.NewSecret{Name: "app/store", Value: backend.NewValue(bytes.Clone(value), true)}); err != nil {
		t.Fatal(err)
	}
	x := terminal.Start(t, terminal.Session{Args: []string{"--endpoint-url", listener.URL}, W: 160, H: 36,
		Env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up", "AWS_REGION=eu-west-1"}})
	x.Sees("app/store").Press("e").Sees("edit app/store", "binary value")
	d.fill()
	if err := os.Truncate(d.filler(), 240<<10); err != nil { // room for a part of it
		t.Fatal(err)
	}
	saves := func() *terminal.Terminal {
		return x.Press("S").Sees("Save to a file").Settle().Press("ctrl+u").Type(d.dir + "/saved").Press("enter")
	}
	saves().Sees("could not save to saved", "no space left on the disk of "+d.dir, "edit app/store")
	if left := d.holds(); left != nil {
		t.Errorf("%v is left", left)
	}
	d.free()
	saves().Sees("for you alone")
	if b, err := os.ReadFile(d.dir + "/saved"); err != nil || !bytes.Equal(b, value) {
		t.Errorf("saved are %d bytes, %v", len(b), err)
	}
	x.Press("q").Exit()
}

func TestADebugLogThatFindsTheDiskFullStopsNothing(t *testing.T) {
	t.Parallel()
	for name, later := range map[string]bool{"from the start": false, "later": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newSmallDisk(t)
			if !later {
				d.fill()
			}
			path := d.dir + "/log"
			x := terminal.Start(t, terminal.Session{Args: []string{"--demo", "--debug", path}, W: 160, H: 36})
			x.Sees("Secrets", "? help").Press("/").Type("dev/payments/stripe").Press("enter").Sees("1 of 214")
			if later {
				d.fill()
			}
			x.Type(strings.Repeat("jk", 100)).Settle().Press("q") // more lines than fit in a page
			if status := x.Exit(); status != 0 {
				t.Errorf("exit status %d", status)
			}
			x.Restored()
			x.Sees("strongroom: the debug log " + path + " is not whole: no space left on the disk of " + d.dir)
			b, err := os.ReadFile(path)
			if later && (err != nil || !bytes.HasPrefix(b, []byte("strongroom debug log 1\n")) || !bytes.HasSuffix(b, []byte(" ms\n"))) || !later && err == nil {
				t.Errorf("it holds %d bytes, %v", len(b), err)
			}
		})
	}
}
