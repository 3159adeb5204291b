package dev.margay.server.pages;

import dev.margay.server.ahead.Refusals;
import dev.margay.server.learning.Sightings;
import dev.margay.server.metrics.AheadCounters;
import dev.margay.server.visitor.SessionStore;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Request;

/**
 * What the pages of all domains share.
 *
 * @param settings how pages are accompanied
 * @param sessions what was sent to whom
 * @param sightings what visitors' browsers ask for
 * @param refusals which pushes are not wanted
 * @param counters what was decided
 * @param client tells the address that a request comes from
 * @param trustedPeer whether a request's connection comes from a proxy that is to be believed
 */
public record Accompaniment(
    PageSettings settings,
    SessionStore sessions,
    Sightings sightings,
    Refusals refusals,
    AheadCounters counters,
    Function<Request, String> client,
    Predicate<Request> trustedPeer) {}
