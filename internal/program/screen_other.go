//go:build !unix

package program

func openScreen() (canvas, error) { return framework{}, nil }
