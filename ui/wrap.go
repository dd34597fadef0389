package ui

import "strings"

// Wrap breaks safe text at blanks into lines of at most w cells; a longer word is broken where it must be.
func Wrap(s string, w int) []string {
	var out []string
	line, used := "", 0
	for _, word := range strings.Fields(s) {
		n := Width(word)
		if used > 0 && used+1+n <= w {
			line, used = line+" "+word, used+1+n
			continue
		}
		if used > 0 {
			out = append(out, line)
		}
		for n > w && w > 0 {
			head, _ := Head(word, w)
			if head == "" {
				break
			}
			out, word = append(out, head), word[len(head):]
			n = Width(word)
		}
		line, used = word, n
	}
	return append(out, line)
}

// Head is the longest beginning of s that fits into w cells, and its width.
func Head(s string, w int) (string, int) { return cutHead(s, w) }
