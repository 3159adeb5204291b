package dev.margay.server.learning;

import dev.margay.rcache.key.ContentHash;

/**
 * One version of one page: what sightings are counted for. A page whose content changed is another.
 *
 * @param domain the configured name that answers, or one constant for a plain folder: never what
 *     the visitor wrote into {@code Host}, because anyone could make pages up with that
 * @param path as in the request target, without the query
 * @param content the hash of the page's source
 */
public record PageVersion(String domain, String path, ContentHash content) {}
