//go:build !unix

package disk

func umask(int) int { return 0 }
