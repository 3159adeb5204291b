package dev.margay.devtools.bench;

import java.util.Optional;

/**
 * What one server did under one load in one round.
 *
 * @param round from 1
 * @param cpuMicros the server's processor time for each request, in microseconds
 * @param requestsPerSecond as h2load saw them
 * @param memory of the server's processes just afterwards
 * @param latency of a {@link Shape#PACED} load
 * @param cipher TLS version and cipher; empty without TLS
 */
record Measurement(
    int round,
    String cell,
    String server,
    double cpuMicros,
    double requestsPerSecond,
    Memory memory,
    Optional<Latency> latency,
    String cipher) {}
