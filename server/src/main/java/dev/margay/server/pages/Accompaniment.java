package dev.margay.server.pages;

import dev.margay.server.ahead.AheadCounters;
import dev.margay.server.ahead.Refusals;
import dev.margay.server.visitor.SessionStore;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Request;

/**
 * What the pages of all domains share.
 *
 * @param settings how pages are accompanied
 * @param sessions what was sent to whom
 * @param refusals which pushes are not wanted
 * @param counters what was decided
 * @param trustedPeer whether a request's connection comes from a proxy that is to be believed
 */
public record Accompaniment(
    PageSettings settings,
    SessionStore sessions,
    Refusals refusals,
    AheadCounters counters,
    Predicate<Request> trustedPeer) {}
