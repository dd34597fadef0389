package holder

import (
	"bufio"
	"os"
	"time"
)

// Serve is a holder's whole life, in a process that has been hardened before. It reports false where this process is none.
func Serve() bool {
	if _, is := os.LookupEnv(mark); !is {
		return false
	}
	ends := deafen()
	_ = os.Unsetenv(mark)
	in := bufio.NewReader(os.Stdin)
	say := func(w word) { _, _ = os.Stdout.Write([]byte{byte(w)}) } // the program may have gone
	o, receipt, text, err := readOrder(in)
	if err != nil {
		say(unable)
		return true
	}
	d, err := begin(o, receipt, text)
	if err != nil {
		say(unable)
		return true
	}
	say(ready)
	attend(d, o.Life, time.Now, say).run(wordsFrom(in), ends)
	return true
}

// wordsFrom are what the program says, closed once it has ended.
func wordsFrom(in *bufio.Reader) <-chan word {
	words := make(chan word)
	go func() {
		defer close(words)
		for {
			b, err := in.ReadByte()
			if err != nil {
				return
			}
			words <- word(b)
		}
	}()
	return words
}
