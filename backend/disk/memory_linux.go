package disk

import "golang.org/x/sys/unix"

// inMemory reports whether a directory's files live in memory, and not on a disk. (Memory can be swapped out.)
func inMemory(dir string) bool {
	var fs unix.Statfs_t
	if unix.Statfs(dir, &fs) != nil {
		return false
	}
	kind := uint32(fs.Type) // its type differs between processors
	return kind == unix.TMPFS_MAGIC || kind == unix.RAMFS_MAGIC
}
