//go:build !unix

package disk

import "io/fs"

// isOurs reports whether a file belongs to the user that this program runs as, which nothing tells here.
func isOurs(fs.FileInfo) bool { return false }
