//go:build unix

package terminal

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Canary stands for a secret that a screen shows.
const Canary = "CANARY-5f0c1d77"

// sharedMemory is where all programs of a machine may keep files in memory; a test that looks at its own keeps them in a
// directory there whose name begins with ScratchOfTests.
const (
	sharedMemory   = "/dev/shm"
	ScratchOfTests = "strongroom-test-"
)

// guises are the forms in which a text can lie about: as it is, escaped for JSON or a URL, quoted, in hex, in base64 at
// each of the three places where it may begin in a longer text.
func guises(secret string) map[string]string {
	quoted, _ := json.Marshal(secret)
	all := map[string]string{
		"raw": secret, "JSON": string(quoted[1 : len(quoted)-1]), "URL": url.QueryEscape(secret), "quoted": strings.Trim(strconv.Quote(secret), `"`),
		"hex": hex.EncodeToString([]byte(secret)), "HEX": strings.ToUpper(hex.EncodeToString([]byte(secret))),
	}
	for lead := range 3 {
		padded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", lead) + secret))
		// The first and the last characters depend on the neighbours.
		first := (lead*8 + 5) / 6
		last := (lead + len(secret)) * 8 / 6
		if last > first {
			all["base64 at "+strconv.Itoa(lead)] = padded[first:last]
		}
	}
	return all
}

// Leaks names the guises of a secret that are in some bytes.
func Leaks(secret string, in []byte) []string {
	var found []string
	for name, guise := range guises(secret) {
		if bytes.Contains(in, []byte(guise)) {
			found = append(found, name)
		}
	}
	return found
}

// Sweep fails the test where a secret lies in a file that changed since the session began, or in its processes'
// arguments or environment. Searching what was sent to the terminal is not enough to say that nothing was shown (frames are
// differences): see Watch.
func (x *Terminal) Sweep(secret string, more ...[]byte) {
	x.T.Helper()
	for i, b := range more {
		if found := Leaks(secret, b); found != nil {
			x.T.Errorf("the secret is in stream %d: %v", i, found)
		}
	}
	for _, dir := range []string{x.Home, x.tmp, x.Work, x.run, x.Memory} {
		for _, file := range ChangedSince(dir, x.Began) {
			if dir == sharedMemory && strings.HasPrefix(file, filepath.Join(dir, ScratchOfTests)) {
				continue // another test's own, beside whose program this one runs
			}
			if b, err := os.ReadFile(file); err == nil {
				if found := Leaks(secret, b); found != nil {
					x.T.Errorf("the secret is in %s: %v", file, found)
				}
			}
			if found := Leaks(secret, []byte(file)); found != nil {
				x.T.Errorf("the secret is in the name %s: %v", file, found)
			}
		}
	}
	x.SweepProcesses(secret)
}

// SweepProcesses fails the test where a secret is in the arguments or the environment of the program or of one it started.
func (x *Terminal) SweepProcesses(secret string) {
	x.T.Helper()
	for _, pid := range Descendants(x.Cmd.Process.Pid) {
		for _, part := range []string{"cmdline", "environ"} {
			b, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, part))
			if err != nil {
				continue // gone, or no /proc, or not readable even for us: the aim
			}
			if found := Leaks(secret, b); found != nil {
				x.T.Errorf("the secret is in /proc/%d/%s: %v", pid, part, found)
			}
		}
	}
}

// ChangedSince are the files below a directory that were written since a time, or in the second before it.
func ChangedSince(dir string, since time.Time) []string {
	var files []string
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		if info, err := d.Info(); err == nil && !info.ModTime().Before(since.Add(-time.Second)) {
			files = append(files, path)
		}
		return nil
	})
	return files
}

// Descendants are a process and all that it started, as far as the system tells (Linux).
func Descendants(pid int) []int {
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", all[i]))
		for _, thread := range threads {
			b, _ := os.ReadFile(thread)
			for _, field := range strings.Fields(string(b)) {
				if child, err := strconv.Atoi(field); err == nil {
					all = append(all, child)
				}
			}
		}
	}
	return all
}

// Alive reports whether a process exists and is not just waiting to be buried.
func Alive(pid int) bool {
	if stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil {
		return !bytes.Contains(stat, []byte(") Z "))
	}
	return syscall.Kill(pid, 0) == nil && runtime.GOOS != "linux"
}
