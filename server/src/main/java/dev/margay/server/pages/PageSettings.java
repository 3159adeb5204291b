package dev.margay.server.pages;

import java.time.Duration;

/**
 * How pages are accompanied.
 *
 * @param maxAge how long the digest cookie lives, in seconds
 * @param believed for how long a page's list of assets is used before it is looked at again; zero
 *     looks each time
 * @param telling whether each page's response says what was decided
 */
public record PageSettings(long maxAge, Duration believed, boolean telling) {}
