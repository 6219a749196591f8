// Loaded into the server that the demo starts: a demo that is killed must not leave it behind, holding the folder.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
