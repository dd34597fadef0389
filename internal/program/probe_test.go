//go:build unix

package program

import (
	"os"
	"testing"

	"strongroom/internal/endtoend/terminal"
)

func TestMain(m *testing.M) { os.Exit(terminal.RunTests(m)) }

// startProbe runs the probe, and waits until it shows its secret.
func startProbe(t *testing.T, tools ...string) *terminal.Terminal {
	t.Helper()
	return terminal.Start(t, terminal.Session{Program: terminal.Probe(t), Tools: tools}).Sees("probe", terminal.Canary)
}

// startDeaf is startProbe where SIGHUP is ignored from the beginning, as nohup does.
func startDeaf(t *testing.T) *terminal.Terminal {
	t.Helper()
	return terminal.Start(t, terminal.Session{Program: "/bin/sh", Args: []string{"-c", "trap '' HUP; exec " + terminal.Probe(t)}}).Sees(terminal.Canary)
}

// startProbeShell runs a shell with job control, where the probe is a program to call.
func startProbeShell(t *testing.T) *terminal.Terminal {
	t.Helper()
	return terminal.StartShell(t, "probe", terminal.Probe(t))
}
