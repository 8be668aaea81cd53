/** Loaded by a child process with an IPC channel: it ends when its parent is gone, kill -9 included. */
process.on('disconnect', () => process.exit());
// It may have gone before this was loaded.
if (process.channel !== undefined && !process.connected) process.exit();
// The channel alone is no reason to go on.
process.channel?.unref();
