package dev.margay.devtools.bench;

/**
 * Memory of a server's processes, in bytes.
 *
 * @param resident the sum of what each has in memory; pages that several share count for each
 * @param proportional the same with shared pages divided among those who share them; 0 if the
 *     system does not tell
 */
record Memory(long resident, long proportional) {}
