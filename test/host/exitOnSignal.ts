/**
 * Imported for its side effect by modules with something to clean up: by default a signal ends a process
 * without 'exit', and would leave servers and folders behind.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(process.exitCode ?? 130));
}
