package doctor

import "golang.org/x/sys/windows"

// freeBytes is what this account may still write on the disk of a folder.
func freeBytes(dir string) (free int64, known bool) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, false
	}
	var mine uint64
	if err := windows.GetDiskFreeSpaceEx(path, &mine, nil, nil); err != nil {
		return 0, false
	}
	return int64(mine), true
}
