package blob

// quota is ERROR_DISK_FULL of Windows.
const quota = 112
