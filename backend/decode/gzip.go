package decode

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// unzip reads what is compressed twice, once to know its length, so that no buffer of it grows and is left behind. What would be
// longer than Most is refused by the first reading.
func unzip(b []byte) ([]byte, error) {
	n, err := inflate(b, nil)
	if err != nil {
		return nil, err
	}
	out := make([]byte, n)
	if _, err = inflate(b, out); err != nil {
		clear(out)
		return nil, err
	}
	return out, nil
}

// inflate is how many bytes it holds, written into a buffer where there is one.
func inflate(b, into []byte) (n int, err error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return 0, errGzip
	}
	piece := make([]byte, 4096)
	defer clear(piece)
	for {
		m, err := r.Read(piece)
		if into != nil {
			m = copy(into[n:], piece[:m])
		}
		switch n += m; {
		case n > Most:
			return 0, ErrTooLong
		case errors.Is(err, io.EOF):
			return n, nil
		case err != nil:
			return 0, errGzip
		}
	}
}

var errGzip = errors.New("it begins as gzip does, but is damaged or cut off")
