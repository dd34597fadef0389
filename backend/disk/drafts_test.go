package disk

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/document"

	"filippo.io/age"
)

const draftCanary = "made-up-CANARY-d7af"

// draftHome is a state and a runtime directory, as a login has them.
func draftHome(t *testing.T) (state, runtimeDir string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there are no drafts here: nothing tells whose a directory is")
	}
	root := t.TempDir()
	state, runtimeDir = filepath.Join(root, "state", "strongroom"), filepath.Join(root, "run")
	if err := os.Mkdir(runtimeDir, 0o700); err != nil {
		t.Fatal(err)
	}
	return state, runtimeDir
}

func someDraft() Draft {
	return Draft{
		Place: DraftPlace{"AWS", "123456789012", "eu-west-1", ""}, ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/" + draftCanary + "-AbCdEf",
		Name: "prod/" + draftCanary, Version: "v-" + draftCanary, Base: backend.TextValue("base " + draftCanary), Value: backend.NewValue([]byte("new \x00\xff\n"+draftCanary), true),
		Tried: &change.Save{ID: "arn-" + draftCanary, Base: "b", Token: change.NewToken(), Value: backend.TextValue("tried\n")}, At: time.Date(2026, 11, 2, 3, 4, 5, 6, time.UTC),
	}
}

func keepDraft(t *testing.T, d *Drafts, dr Draft) *Slot {
	t.Helper()
	s := d.Slot()
	if err := s.Keep(1, dr); err != nil {
		t.Fatal(err, backend.Message(err))
	}
	return s
}

func sameDraft(a, b Draft) bool {
	for i, v := range a.parts() {
		if w := b.parts()[i]; v.Held() != w.Held() || v.Held() && !document.SameBytes(v, w) {
			return false
		}
	}
	strip := func(d Draft) Draft {
		d.Base, d.Value = backend.Value{}, backend.Value{}
		if d.Tried != nil {
			t := *d.Tried
			t.Value = backend.Value{}
			d.Tried = &t
		}
		return d
	}
	return reflect.DeepEqual(strip(a), strip(b))
}

func list(t *testing.T, d *Drafts) ([]KeptDraft, int) {
	t.Helper()
	kept, lost, err := d.List(time.Now())
	if err != nil {
		t.Fatal(err, backend.Message(err))
	}
	return kept, lost
}

func draftFiles(t *testing.T, state, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(state, "drafts", pattern))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestADraftComesBackWholeInTheNextRun(t *testing.T) {
	fresh := Draft{Place: DraftPlace{Kind: "demo", Region: "eu-west-1"}, Name: "new/one", Value: backend.TextValue(`{"k":"v"}`), At: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC),
		Fresh: &backend.NewSecret{Name: "new/one", Description: "d", KMSKey: "alias/k", Type: "t", Tags: []backend.Tag{{Key: "env", Value: "prod"}}, Replicas: []backend.ReplicaTarget{{Region: "us-east-1", KMSKey: "k"}}, OverwriteReplica: true}}
	empty := Draft{ARN: "arn:x", Name: "x", Base: backend.TextValue(""), Value: backend.TextValue(""), At: fresh.At}
	large := Draft{ARN: "arn:y", Name: "y", Value: backend.NewValue(bytes.Repeat([]byte("0123456789"), 400_000), false), At: fresh.At}
	for _, want := range []Draft{someDraft(), fresh, empty, large} {
		state, run := draftHome(t)
		keepDraft(t, OpenDrafts(state, run, nil), want).Leave()
		next := OpenDrafts(state, run, nil)
		kept, lost := list(t, next)
		if len(kept) != 1 || lost != 0 || kept[0].Err != nil || kept[0].Name != want.Name || !kept[0].At.Equal(want.At) {
			t.Fatalf("%s: offered is %+v, %d lost", want.Name, kept, lost)
		}
		if kept[0].Value.Held() || kept[0].Base.Held() {
			t.Errorf("%s: the list holds values", want.Name)
		}
		slot, got, err := next.Take(kept[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if !sameDraft(got, want) {
			t.Errorf("%s came back as %+v", want.Name, got)
		}
		if err := slot.Drop(); err != nil {
			t.Fatal(err)
		}
		if files := draftFiles(t, state, "*"); len(files) != 0 {
			t.Errorf("after the end %v are left", files)
		}
	}
}

func TestNoNameAndNoPlaintextOfADraftLiesOnTheDisk(t *testing.T) {
	state, run := draftHome(t)
	slot := keepDraft(t, OpenDrafts(state, run, nil), someDraft())
	defer slot.Leave()
	seen := 0
	_ = filepath.WalkDir(filepath.Dir(state), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		seen++
		b, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		b = append(b, path...)
		for _, form := range []string{draftCanary, hex.EncodeToString([]byte(draftCanary)), base64.StdEncoding.EncodeToString([]byte(draftCanary))[:20], "prod/", "123456789012", "2026-11"} {
			if bytes.Contains(b, []byte(form)) {
				t.Errorf("%s holds %q", path, form)
			}
		}
		return nil
	})
	if seen < 2 {
		t.Fatalf("%d files were searched", seen)
	}
}

func TestADraftAndItsKeyAreTheUsersAloneWhateverTheUmask(t *testing.T) {
	state, run := draftHome(t)
	for name, mask := range map[string]int{"open": 0, "closed": 0o777} {
		old := umask(mask)
		slot := OpenDrafts(filepath.Join(state, name), run, nil).Slot()
		err := slot.Keep(1, someDraft())
		umask(old)
		if err != nil && os.Geteuid() == 0 { // others cannot make directories below one without rights, and are told
			t.Fatal(backend.Message(err))
		}
		defer slot.Leave()
	}
	for path, want := range map[string]fs.FileMode{run: 0o700, filepath.Join(run, "strongroom"): 0o700, filepath.Join(run, "strongroom", "draft-key"): 0o600,
		filepath.Join(state, "open", "drafts"): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v (%v), want %v", path, info.Mode(), err, want)
		}
	}
	for _, path := range draftFiles(t, filepath.Join(state, "*"), "*") {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v (%v), want 0600", path, info.Mode(), err)
		}
	}
}

func TestWithoutAPrivateRuntimeDirectoryThereAreNoDraftsAndAReason(t *testing.T) {
	state, run := draftHome(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(run, link); err != nil {
		t.Fatal(err)
	}
	open := filepath.Join(t.TempDir(), "open")
	if err := os.Mkdir(open, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	for dir, why := range map[string]string{"": "no runtime directory", link: "not a directory", open: "not private", file: "not a directory", filepath.Join(run, "none"): "no such file"} {
		d := OpenDrafts(state, dir, nil)
		if !strings.Contains(d.Missing(), why) {
			t.Errorf("%q: the reason is %q, want %q in it", dir, d.Missing(), why)
		}
		err := d.Slot().Keep(1, someDraft())
		if !errors.Is(err, ErrNoDraft) || backend.Message(err) != d.Missing() {
			t.Errorf("%q: keeping ends in %v, %q", dir, err, backend.Message(err))
		}
	}
	if d := OpenDrafts("", run, nil); d.Missing() == "" {
		t.Error("without a home there would be drafts")
	}
	var none *Drafts
	if none.Missing() == "" {
		t.Error("a nil store has no reason")
	}
	if files := draftFiles(t, state, "*"); len(files) != 0 {
		t.Errorf("%v was written", files)
	}
}

func TestAKeyThatOthersCanReadOrThatIsALinkIsNotUsed(t *testing.T) {
	for name, spoil := range map[string]func(key string) error{
		"readable": func(key string) error { return os.Chmod(key, 0o644) },
		"a link": func(key string) error {
			if err := os.Rename(key, key+"2"); err != nil {
				return err
			}
			return os.Symlink(key+"2", key)
		},
		"damaged":            func(key string) error { return os.WriteFile(key, []byte("AGE-SECRET-KEY-1XX\n"), 0o600) },
		"an open directory":  func(key string) error { return os.Chmod(filepath.Dir(key), 0o755) },
		"an open login":      func(key string) error { return os.Chmod(filepath.Dir(filepath.Dir(key)), 0o755) },
		"a directory itself": func(key string) error { return errors.Join(os.Remove(key), os.Mkdir(key, 0o600)) },
	} {
		state, run := draftHome(t)
		d := OpenDrafts(state, run, nil)
		slot := keepDraft(t, d, someDraft())
		if err := spoil(filepath.Join(run, "strongroom", "draft-key")); err != nil {
			t.Fatal(name, err)
		}
		if err := slot.Keep(2, someDraft()); !errors.Is(err, ErrNoDraft) {
			t.Errorf("%s: keeping ends in %v", name, err)
		}
		slot.Leave()
		if kept, lost, err := d.List(time.Now()); !errors.Is(err, ErrNoDraft) || kept != nil || lost != 0 {
			t.Errorf("%s: listing gives %v, %d, %v", name, kept, lost, err)
		}
		if len(draftFiles(t, state, "*.age")) != 1 {
			t.Errorf("%s: the draft is gone", name)
		}
	}
}

func TestADraftThatNoKeyOpensAnyMoreIsCountedAndSweptAfterTwoMoreDays(t *testing.T) {
	state, run := draftHome(t)
	d := OpenDrafts(state, run, nil)
	keepDraft(t, d, someDraft()).Leave()
	for _, again := range []func() error{
		func() error { return os.RemoveAll(filepath.Join(run, "strongroom")) },
		func() error { s := d.Slot(); defer func() { _ = s.Drop() }(); return s.Keep(1, someDraft()) }, // another key
	} {
		if err := again(); err != nil {
			t.Fatal(err)
		}
		if kept, lost := list(t, d); len(kept) != 0 || lost != 1 {
			t.Fatalf("offered %v, %d lost", kept, lost)
		}
	}
	file := draftFiles(t, state, "*.age")[0]
	if slot, _, err := d.Take(strings.TrimSuffix(filepath.Base(file), ".age")); err == nil || slot != nil {
		t.Error("it was opened")
	}
	if _, lost, err := d.List(time.Now().Add(backend.Day)); err != nil || lost != 1 {
		t.Fatalf("a day later %d are lost, %v", lost, err)
	}
	if _, _, err := d.List(time.Now().Add(2 * backend.Day)); err != nil {
		t.Fatal(err)
	}
	if files := draftFiles(t, state, "*"); len(files) != 0 {
		t.Errorf("%v is left", files)
	}
}

func TestDraftsAndScrapsAreSweptWhenTheyAreOldAndNotBefore(t *testing.T) {
	state, run := draftHome(t)
	d := OpenDrafts(state, run, nil)
	keepDraft(t, d, someDraft()).Leave()
	working := keepDraft(t, d, someDraft())
	for _, name := range []string{scrap + "123", "0f.lock"} {
		if err := os.WriteFile(filepath.Join(state, "drafts", name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ran := -1
	at := func(later time.Duration) (kept []KeptDraft, files int) { // with a run on every day until then
		for ; ran < int(later/backend.Day); ran++ {
			var err error
			if kept, _, err = d.List(time.Now().Add(time.Duration(ran+1) * backend.Day)); err != nil {
				t.Fatal(err)
			}
		}
		return kept, len(draftFiles(t, state, "*"))
	}
	if kept, files := at(0); len(kept) != 1 || files != 6 {
		t.Errorf("%d drafts offered, %d files", len(kept), files)
	}
	if kept, files := at(29 * backend.Day); len(kept) != 1 || files != 4 {
		t.Errorf("after 29 days %d drafts offered, %d files", len(kept), files)
	}
	if kept, files := at(31 * backend.Day); len(kept) != 0 || files != 2 {
		t.Errorf("after 31 days %d drafts offered, %d files: the one that is worked on stays", len(kept), files)
	}
	working.Leave()
}

func TestADamagedDraftIsAnErrorAndLeftWhereItIs(t *testing.T) {
	state, run := draftHome(t)
	d := OpenDrafts(state, run, nil)
	keepDraft(t, d, someDraft()).Leave()
	file := draftFiles(t, state, "*.age")[0]
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head := bytes.IndexByte(whole, '\n')
	check := func(what string, b []byte, lostToo bool) {
		t.Helper()
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		kept, lost := list(t, d)
		if lostToo && lost == 1 && len(kept) == 0 {
			return
		}
		if len(kept) != 1 || !errors.Is(kept[0].Err, ErrNoDraft) || backend.Message(kept[0].Err) == "" || kept[0].ARN != "" || lost != 0 {
			t.Fatalf("%s: offered is %+v, %d lost", what, kept, lost)
		}
		if slot, _, err := d.Take(kept[0].ID); err == nil || slot != nil {
			t.Fatalf("%s: it was opened", what)
		}
		if now, _ := os.ReadFile(file); !bytes.Equal(now, b) {
			t.Fatalf("%s: the file was changed", what)
		}
	}
	for n := 0; n < len(whole); n += 97 {
		check("cut", whole[:n], false)
		b := bytes.Clone(whole)
		b[n] ^= 1
		check("a bit turned", b, n <= head) // in the key's mark it looks like another key's
	}
	for n := head + 1; n < len(whole); n += 53 {
		b := bytes.Clone(whole)
		b[n] ^= 0x20
		check("a bit turned", b, false)
	}
	check("more at its end", append(bytes.Clone(whole), 'x'), false)
	check("a newer format", append([]byte("strongroom-draft 2 00000000\n"), whole[head+1:]...), false)
	kept, _ := list(t, d)
	if !strings.Contains(backend.Message(kept[0].Err), "newer Strongroom") {
		t.Errorf("a newer format is told as %q", backend.Message(kept[0].Err))
	}
	if err := d.Remove(kept[0].ID); err != nil || len(draftFiles(t, state, "*")) != 0 {
		t.Errorf("it cannot be removed: %v", err)
	}
}

func TestAPlaintextThatIsNoDraftOfOursIsDamaged(t *testing.T) {
	state, run := draftHome(t)
	d := OpenDrafts(state, run, nil)
	keepDraft(t, d, someDraft()).Leave()
	id, err := d.keys.key()
	if err != nil {
		t.Fatal(err)
	}
	for _, plain := range []string{"", "\n", "{}\n", "{\"ARN\":\"a\",\"Parts\":[{\"Size\":9},{},{}]}\nshort", "{\"ARN\":\"a\",\"Parts\":[{\"Size\":-1},{},{}]}\n",
		"{\"ARN\":\"a\",\"Parts\":[{},{},{}]}\nmore"} {
		var out bytes.Buffer
		out.WriteString(draftFormat + mark(id) + "\n")
		w, err := age.Encrypt(&out, id.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(plain))
		_ = w.Close()
		if _, err := unseal(id, out.Bytes(), nil); !errors.Is(err, errDraft) {
			t.Errorf("%q: %v", plain, err)
		}
	}
}
