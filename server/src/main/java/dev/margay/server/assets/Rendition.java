package dev.margay.server.assets;

import dev.margay.rcache.Representation;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.EntityTag;
import dev.margay.rcache.key.Tier;
import dev.margay.rcache.store.Body;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.http.CachingRule.VhMatch;
import dev.margay.server.metrics.Exchange;
import dev.margay.server.metrics.Exchange.Served;
import org.eclipse.jetty.http.HttpFields;

/**
 * One representation of one version of an asset, ready to be sent: bytes, tag and header fields.
 * Safe for many threads.
 */
final class Rendition {
  private final AssetFacts facts;
  private final FieldRules rules;
  private final boolean serviceWorker;
  private final Representation representation;
  private final HttpFields ok;
  private final HttpFields notModified;
  private final Exchange ready;

  Rendition(
      AssetFacts facts, FieldRules rules, boolean serviceWorker, Representation representation) {
    this.facts = facts;
    this.rules = rules;
    this.serviceWorker = serviceWorker;
    this.representation = representation;
    this.ok = okFields(VhMatch.ABSENT);
    this.notModified = rules.notModified(facts, tag(), VhMatch.ABSENT, serviceWorker);
    this.ready = exchange(representation.key().tier(), Served.READY);
  }

  Representation representation() {
    return representation;
  }

  ContentCoding coding() {
    return representation.key().coding();
  }

  EntityTag tag() {
    return representation.tag();
  }

  Body body() {
    return representation.body();
  }

  /** How an exchange that found this at hand is logged. */
  Exchange exchange(Served served) {
    return served == Served.READY ? ready : exchange(ready.tier(), served);
  }

  private Exchange exchange(Tier tier, Served served) {
    return new Exchange(facts.content(), coding(), tier, served, facts.plain().length());
  }

  /** The fields of a 200, prebuilt for a request without {@code vh}. */
  HttpFields ok(VhMatch vh) {
    return vh == VhMatch.ABSENT ? ok : okFields(vh);
  }

  private HttpFields okFields(VhMatch vh) {
    return rules.ok(facts, coding(), tag(), body().length(), vh, serviceWorker);
  }

  /**
   * The fields of a 304 that carries {@code matched}, which may be another representation's tag.
   */
  HttpFields notModified(VhMatch vh, EntityTag matched) {
    return vh == VhMatch.ABSENT && matched.equals(tag())
        ? notModified
        : rules.notModified(facts, matched, vh, serviceWorker);
  }
}
