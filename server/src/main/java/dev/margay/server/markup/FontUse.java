package dev.margay.server.markup;

/**
 * A declaration that may name font families: {@code font}, {@code font-family}, or a custom
 * property with something like a list in it.
 *
 * @param selector of the rule
 * @param value in lower case
 */
public record FontUse(String selector, String value) {}
