package cli

import (
	"errors"
	"io"
	"io/fs"
	"sync"
)

// sink passes writes on and keeps the first failure, so that whoever prints need not look. A command that could not print all
// of it has not done what it was asked for.
type sink struct {
	w io.Writer

	mu  sync.Mutex
	err error
}

func (s *sink) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	return n, err
}

// failure is the first failure, nil for none.
func (s *sink) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// told runs a command, whose exit status then also says whether all that it printed has arrived.
func told(stdout, stderr io.Writer, command func(stdout, stderr io.Writer) int) int {
	if _, counted := stdout.(*sink); counted {
		return command(stdout, stderr)
	}
	out, messages := &sink{w: stdout}, &sink{w: stderr}
	code := command(out, messages)
	if err := out.failure(); err != nil {
		code = complain(messages, "standard output cannot be written: "+plainCause(err), max(code, exitFailed))
	}
	if messages.failure() != nil {
		code = max(code, exitFailed)
	}
	return code
}

// plainCause is a failure to write without the file's name.
func plainCause(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}
