package disk

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"
)

// logTitle begins each log: a file that begins otherwise is somebody's, and is not written over.
const logTitle = "strongroom debug log 1"

const (
	// logWaiting is how many lines may wait for the disk; what comes then is dropped and counted.
	logWaiting = 1024
	// logPatience is how long the end waits for those that do.
	logPatience = time.Second
)

// Log is a file of lines that only its owner can read. Whoever writes one never waits for the disk, and is not told of its
// faults: the first ends the log at its last whole line, and Close tells of it.
type Log struct {
	path  string
	lines chan string
	done  chan struct{}

	mu      sync.Mutex
	dropped int
	closed  bool
	err     error
}

// OpenLog makes the log, or begins it anew where path is a log of this user's own already. Anything else that is there, links
// too, is left alone and an error.
func OpenLog(path string) (*Log, error) {
	f, err := openLog(path)
	if err != nil {
		return nil, errors.New(path + " cannot be the debug log: " + Reason(err))
	}
	l := &Log{path: path, lines: make(chan string, logWaiting), done: make(chan struct{})}
	go l.write(f)
	l.Line(logTitle)
	return l, nil
}

var errNoLog = errors.New("there is something that is no debug log of yours, and it is left alone")

func notALog(path string) error { return &fs.PathError{Op: "open", Path: path, Err: errNoLog} }

func openLog(path string) (f *os.File, err error) {
	f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_ = f.Chmod(0o600) // whatever the umask says
		return f, nil
	}
	if !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil, notALog(path)
	}
	if f, err = openPlain(path, os.O_RDWR); err != nil {
		return nil, err
	}
	if !isLog(f) {
		err = notALog(path)
	} else if err = f.Truncate(0); err == nil {
		_, err = f.Seek(0, 0)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// isLog reports whether an open file is a log of this user's own, or empty as one whose disk was full.
func isLog(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || !mayRewrite(info) {
		return false
	}
	head := make([]byte, len(logTitle)+1)
	n, _ := f.Read(head)
	return info.Size() == 0 || bytes.Equal(head[:n], []byte(logTitle+"\n"))
}

// Line adds a line. It is called from anywhere, and after Close for nothing.
func (l *Log) Line(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	select {
	case l.lines <- text + "\n":
	default:
		l.dropped++
	}
}

// write writes what comes until the end, or the first fault. A log without a whole line is no file.
func (l *Log) write(f *os.File) {
	defer close(l.done)
	size, fault := int64(0), error(nil)
	for line := range l.lines {
		if fault != nil {
			continue
		}
		n, err := f.WriteString(line)
		if fault = err; err != nil {
			_ = f.Truncate(size)
			continue
		}
		size += int64(n)
	}
	if closing := f.Close(); fault == nil {
		fault = closing
	}
	if size == 0 {
		_ = os.Remove(l.path)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err = fault
}

// Close ends the log, and says why it is not whole.
func (l *Log) Close() error {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		close(l.lines)
	}
	l.mu.Unlock()
	select {
	case <-l.done:
	case <-time.After(logPatience):
		return errors.New("the debug log " + l.path + " is not whole: its disk does not answer")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var why []string
	if l.err != nil {
		why = append(why, Reason(l.err))
	}
	if l.dropped > 0 {
		why = append(why, "its disk was too slow")
	}
	if why == nil {
		return nil
	}
	return errors.New("the debug log " + l.path + " is not whole: " + strings.Join(why, ", "))
}
