/**
 * The rules of HTTP that serving files needs, as values and pure functions on plain strings: no
 * server, no files, no clock.
 */
package dev.margay.server.http;
