/**
 * What people wrote, as immutable values: {@code margay.yaml}, the command line, the environment
 * and the certificate files. Every reading ends in a value or in sentences that name the place and
 * the remedy; none ends in an exception. Nothing here opens a socket or resolves a name, apart from
 * {@link dev.margay.server.config.ListenAddress#toSocketAddress()}.
 */
package dev.margay.server.config;
