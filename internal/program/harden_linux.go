package program

import (
	"bytes"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

const (
	getTermios = unix.TCGETS
	setTermios = unix.TCSETS
)

// hideMemory makes this process's memory and environment unreadable to other processes of the same user.
func hideMemory() { _ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) }

func duplicate(from, to int) error { return unix.Dup3(from, to, 0) }

// shrinkPipe makes a pipe hold little, so that a crash waits for its reader.
func shrinkPipe(f *os.File) { _, _ = unix.FcntlInt(f.Fd(), unix.F_SETPIPE_SZ, 4096) }

// waitHangup returns when the terminal behind fd has gone, without costing anything until then.
func waitHangup(fd int) bool {
	for {
		fds := []unix.PollFd{{Fd: int32(fd)}}
		n, err := unix.Poll(fds, -1)
		if err == unix.EINTR || err == nil && n == 0 {
			continue
		}
		return err == nil && fds[0].Revents&(unix.POLLHUP|unix.POLLERR) != 0
	}
}

func parentOf(pid int) int {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	// pid (name) state parent: the name may hold anything.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 2 {
		return 0
	}
	parent, _ := strconv.Atoi(string(fields[1]))
	return parent
}
