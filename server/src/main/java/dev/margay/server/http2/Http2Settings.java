package dev.margay.server.http2;

import org.eclipse.jetty.server.HttpConfiguration;

/**
 * How HTTP/2 is spoken.
 *
 * @param http what all versions of HTTP have in common
 * @param streams how many requests a client may have at once
 * @param direct whether buffers are outside of the heap: what suits the ciphers
 * @param corked whether the answers to one reading leave in one write; it is there to be compared
 * @param budget how much a write carries
 */
public record Http2Settings(
    HttpConfiguration http, int streams, boolean direct, boolean corked, WriteBudget budget) {}
