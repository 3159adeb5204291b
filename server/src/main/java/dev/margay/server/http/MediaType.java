package dev.margay.server.http;

/**
 * What kind of content a file has.
 *
 * @param value the {@code Content-Type} field, with {@code charset=utf-8} if it is text
 * @param compressible whether a content coding is worth trying; not so for what is compressed
 *     already
 */
public record MediaType(String value, AssetKind kind, boolean compressible) {}
