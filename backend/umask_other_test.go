//go:build !unix

package backend

func umask(int) int { return 0 }
