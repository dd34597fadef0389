package holder

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/windows"
)

// detached is a process without a console, whose end does not reach it.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: windows.DETACHED_PROCESS | windows.CREATE_NEW_PROCESS_GROUP}
}

// deafen returns what asks everything to end: nobody can, here.
func deafen() <-chan os.Signal {
	signal.Ignore(os.Interrupt)
	return nil
}
