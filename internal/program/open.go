package program

import (
	"errors"
	"net/url"
	"os/exec"
	"runtime"
	"strings"
)

// Opener is the program of the desktop that opens an address, nil where there is none, or where whoever looks sits at another
// machine: over SSH.
func Opener(getenv func(string) string) func(address string) error {
	if getenv("SSH_CONNECTION") != "" || getenv("SSH_TTY") != "" {
		return nil
	}
	var words []string
	switch {
	case runtime.GOOS == "darwin":
		words = []string{"open"}
	case runtime.GOOS == "windows":
		words = []string{"rundll32", "url.dll,FileProtocolHandler"}
	case getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != "":
		words = []string{"xdg-open"}
	default:
		return nil
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return nil
	}
	return func(address string) error { return open(words, address) }
}

// open runs the opener by itself, without a shell, and off the terminal. It takes https alone: an opener does with other
// addresses what their programs please.
func open(words []string, address string) error {
	if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Host == "" || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return errors.New("that is no address that is opened")
	}
	cmd := exec.Command(words[0], append(words[1:len(words):len(words)], address)...)
	alone(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // it may stay as long as its window
	return nil
}
