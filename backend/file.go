package backend

import (
	"errors"
	"io/fs"
	"os"
)

// SaveNew writes a value to a file that only its owner can read. A file that is already there is never touched:
// that is ErrExists. What was begun and could not be finished is removed again.
func SaveNew(path string, v Value) error {
	fail := func(err error) error {
		e := &Error{Op: "save to", ID: path, Kind: ErrInvalid, Message: "the file could not be written"}
		var p *fs.PathError
		if errors.As(err, &p) {
			e.Message = p.Err.Error()
		}
		if errors.Is(err, fs.ErrExist) {
			e.Kind, e.Message = ErrExists, "choose another name: nothing is overwritten"
		}
		return e
	}
	if !v.Held() {
		return &Error{Op: "save to", ID: path, Kind: ErrNoValue}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fail(err)
	}
	v.Use(func(b []byte) { _, err = f.Write(b) })
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(path)
		return fail(err)
	}
	return nil
}
