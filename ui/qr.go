package ui

import (
	"strings"

	"rsc.io/qr/coding"
)

// quiet is how many light cells a code needs around it.
const quiet = 4

// QR is a text as a code that a camera reads, nil where it is too long for one. Two rows of it are in one line.
func QR(th *Theme, text string) (lines []string) {
	code := encode(text)
	if code == nil {
		return nil
	}
	for y := -quiet; y < code.Size+quiet; y += 2 {
		var line strings.Builder
		for x := -quiet; x < code.Size+quiet; x++ {
			switch up, down := code.Black(x, y), code.Black(x, y+1); {
			case up && down:
				line.WriteString("█")
			case up:
				line.WriteString("▀")
			case down:
				line.WriteString("▄")
			default:
				line.WriteString(" ")
			}
		}
		lines = append(lines, th.Code.Render(line.String()))
	}
	return lines
}

// QRSize is how wide and how high the code of a text is, 0 where there is none.
func QRSize(text string) (w, h int) {
	lines := QR(Plain(), text)
	if len(lines) == 0 {
		return 0, 0
	}
	return Width(lines[0]), len(lines)
}

// encode finds the smallest code that holds a text. What gives the library pictures is left out: it makes the program larger.
func encode(text string) *coding.Code {
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion && text != ""; v++ {
		if coding.String(text).Bits(v) > v.DataBytes(coding.L)*8 {
			continue
		}
		plan, err := coding.NewPlan(v, coding.L, 0)
		if err != nil {
			return nil
		}
		code, err := plan.Encode(coding.String(text))
		if err != nil {
			return nil
		}
		return code
	}
	return nil
}
