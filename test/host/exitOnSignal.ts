/**
 * Imported for its effect by what has something to clean up: by default a signal ends a process without
 * 'exit', and servers and folders would be left behind.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(process.exitCode ?? 130));
}
