//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/creack/pty"
)

const (
	// quiet is how long nothing comes once a key is answered, and pause how far apart keys are: nobody waits for the one before.
	quiet = 60 * time.Millisecond
	pause = 40 * time.Millisecond
	// still is how long nothing comes once a program has all it loads, and patience when it is no longer waited for.
	still    = time.Second
	patience = 2 * time.Minute
)

// answer is what came after a key.
type answer struct {
	first, last time.Duration
	bytes       int
	writes      int
}

// process is a program that runs on a terminal of 120 by 40.
type process struct {
	cmd   *exec.Cmd
	tty   *os.File
	began time.Time
	came  chan chunk
}

type chunk struct {
	at    time.Time
	bytes int
}

func begin(s subject, home string) (*process, error) {
	c := exec.Command(s.args[0], s.args[1:]...)
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "AWS_EC2_METADATA_DISABLED=true"}
	if s.stdin != "" {
		f, err := os.Open(s.stdin)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		c.Stdin = f
	}
	p := &process{cmd: c, began: time.Now(), came: make(chan chunk, 1<<16)}
	attrs := &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 1} // its input may be a file
	tty, err := pty.StartWithAttrs(c, &pty.Winsize{Cols: 120, Rows: 40}, attrs)
	if err != nil {
		return nil, err
	}
	p.tty = tty
	go func() {
		defer close(p.came)
		buf := make([]byte, 1<<16)
		for {
			n, err := tty.Read(buf)
			if n > 0 {
				p.came <- chunk{time.Now(), n}
			}
			if err != nil {
				return
			}
		}
	}()
	return p, nil
}

// drawn is when the first frame came: more than the questions and modes of a beginning.
func (p *process) drawn() time.Duration {
	total := 0
	for c := range p.came {
		if total += c.bytes; total > 500 {
			return c.at.Sub(p.began)
		}
	}
	return 0
}

// settle waits until nothing comes.
func (p *process) settle() {
	for end := time.Now().Add(patience); time.Now().Before(end); {
		select {
		case <-p.came:
		case <-time.After(still):
			return
		}
	}
}

// press presses keys one after another, each once the one before is answered.
func (p *process) press(keys []string) []answer {
	var out []answer
	for _, key := range keys {
		if key == "" {
			continue
		}
		time.Sleep(pause)
		for len(p.came) > 0 {
			<-p.came // what came by itself
		}
		began := time.Now()
		if _, err := p.tty.WriteString(key); err != nil {
			return out
		}
		var a answer
		for waiting := true; waiting; {
			select {
			case c, ok := <-p.came:
				if !ok {
					return out
				}
				if a.bytes == 0 {
					a.first = c.at.Sub(began)
				}
				a.last = c.at.Sub(began)
				a.bytes += c.bytes
				a.writes++
			case <-time.After(max(quiet, 4*a.last)):
				waiting = a.bytes == 0 && time.Since(began) < 3*time.Second
			}
		}
		if a.bytes > 0 {
			out = append(out, a)
		}
	}
	return out
}

// wakes is how often the process's threads wake in a second by themselves. 0 where the system does not tell.
func (p *process) wakes(d time.Duration) float64 {
	before := p.switches()
	time.Sleep(d)
	return float64(p.switches()-before) / d.Seconds()
}

func (p *process) switches() (n int) {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", p.cmd.Process.Pid))
	for _, name := range files {
		b, _ := os.ReadFile(name)
		_, after, _ := strings.Cut(string(b), "\nvoluntary_ctxt_switches:")
		if word := strings.Fields(after); len(word) > 0 {
			more, _ := strconv.Atoi(word[0])
			n += more
		}
	}
	return n
}

// end ends it, and what it has started: that is a session of its own.
func (p *process) end() {
	_ = p.cmd.Process.Kill()
	_ = p.tty.Close()
	_ = p.cmd.Wait()
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func middle(d []time.Duration) time.Duration { return at(d, 0.5) }

// at is a quantile.
func at[T int | time.Duration](all []T, q float64) T {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func row(name, size, what string, answers []answer) {
	var first, last []time.Duration
	var bytes, writes []int
	for _, a := range answers {
		first, last, bytes, writes = append(first, a.first), append(last, a.last), append(bytes, a.bytes), append(writes, a.writes)
	}
	fmt.Printf("| %s | %s | %s | %.1f / %.1f | %.1f / %.1f | %d / %d | %d |\n", name, size, what, ms(at(first, 0.5)), ms(at(first, 0.95)),
		ms(at(last, 0.5)), ms(at(last, 0.95)), at(bytes, 0.5), at(bytes, 0.95), at(writes, 0.5))
}
