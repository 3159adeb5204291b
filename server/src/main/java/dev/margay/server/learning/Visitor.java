package dev.margay.server.learning;

/**
 * Who asks, as far as one visit's requests have to be told from another's. A browser asks for fonts
 * on a connection of its own (without credentials), so the connection is not what they share.
 *
 * @param address the client's address as text, IPv4 or IPv6; not kept longer than the visit is open
 * @param userAgent the field's value; empty if there is none
 */
public record Visitor(String address, String userAgent) {}
