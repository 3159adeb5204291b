package dev.margay.server.assets;

import dev.margay.rcache.Representation;
import dev.margay.rcache.coding.EncodingPolicy;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.EntityTag;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.Tier;
import dev.margay.rcache.store.Body;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.catalog.AssetFacts.Making;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.http.CodingNegotiation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One version of an asset in memory, with the representations that were asked for so far. A changed
 * file has a new instance; an instance only ever gains representations. Safe for many threads.
 */
public final class HotAsset {
  /** What an entry and its plain rendition weigh beside their bytes: measured, in bytes. */
  private static final int OVERHEAD = 3072;

  /** What another rendition adds beside its bytes: fields, tag and key; measured, in bytes. */
  private static final int RENDITION_OVERHEAD = 3072;

  /**
   * What is known of one coding.
   *
   * @param rendition what to send for it; the plain one where the coding is no smaller
   * @param settled whether no better one is to come
   */
  record Slot(Rendition rendition, boolean settled) {}

  private final CanonicalPath path;
  private final AssetFacts facts;
  private final FieldRules rules;
  private final boolean serviceWorker;
  private final Rendition plain;

  /** Read without a lock; replaced as a whole, guarded by this. */
  private volatile Map<ContentCoding, Slot> slots = new EnumMap<>(ContentCoding.class);

  /** Guarded by this. Renditions on their way, so that requests share one. */
  private final Map<ContentCoding, CompletableFuture<Optional<Rendition>>> pending =
      new EnumMap<>(ContentCoding.class);

  /** Made when it is first needed; guarded by this. */
  private Body unloaded;

  /** Of many threads, which may lose some; nobody needs it exactly. */
  private int served;

  /** When the file was last looked at, by {@link System#nanoTime()}. */
  private volatile long lookedAt;

  /** Guarded by this. When its files were last marked as used, by {@link System#nanoTime()}. */
  private long usedAt = System.nanoTime();

  /** Guarded by this. When the best tier was last asked for, by {@link System#nanoTime()}. */
  private final Map<ContentCoding, Long> improvedAt = new EnumMap<>(ContentCoding.class);

  HotAsset(CanonicalPath path, AssetFacts facts, FieldRules rules, boolean serviceWorker) {
    this.path = path;
    this.facts = facts;
    this.rules = rules;
    this.serviceWorker = serviceWorker;
    this.lookedAt = System.nanoTime();
    plain = new Rendition(facts, rules, serviceWorker, asRepresentation(facts));
  }

  private static Representation asRepresentation(AssetFacts facts) {
    return new Representation(
        RepresentationKey.snapshot(facts.content()),
        EntityTag.ofIdentity(facts.content()),
        facts.plain());
  }

  /** The path that leads to it. */
  public CanonicalPath path() {
    return path;
  }

  /** What is known of this version. */
  public AssetFacts facts() {
    return facts;
  }

  Rendition plain() {
    return plain;
  }

  /**
   * The plain bytes for a job that waits its turn: they take no memory before it comes, unless they
   * are in no file.
   */
  synchronized Body unloaded() {
    if (unloaded == null) {
      unloaded =
          facts.plain() instanceof Body.InMemory memory && facts.making() == Making.READ
              ? memory.unloaded(facts.file())
              : facts.plain();
    }
    return unloaded;
  }

  boolean serviceWorker() {
    return serviceWorker;
  }

  /** Memory that the entry takes, in bytes. */
  int weight() {
    long weight = OVERHEAD + (long) facts.plain().weight();
    for (Slot slot : slots.values()) {
      if (slot.rendition() != plain) {
        weight += RENDITION_OVERHEAD + slot.rendition().body().weight();
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, weight);
  }

  /** The keys of all representations at hand. */
  List<RepresentationKey> made() {
    return slots.values().stream()
        .filter(slot -> slot.rendition() != plain)
        .map(slot -> slot.rendition().representation().key())
        .toList();
  }

  /** Whether it is time to mark its files as used; then it will not be for {@code nanos}. */
  synchronized boolean usedAgain(long nanos, long now) {
    if (now - usedAt < nanos) {
      return false;
    }
    usedAt = now;
    return true;
  }

  /** Whether this is about the sixteenth time since it last was. */
  boolean servedSixteenTimes() {
    return (++served & 15) == 0;
  }

  boolean lookedAtWithin(long nanos, long now) {
    return now - lookedAt < nanos;
  }

  long lookedAt() {
    return lookedAt;
  }

  void lookedAt(long now) {
    lookedAt = now;
  }

  /** What to send to this client, best first; empty if it accepts nothing that there can be. */
  Optional<ContentCoding> choose(CodingNegotiation negotiation) {
    for (ContentCoding coding : negotiation.preferred()) {
      if (coding == ContentCoding.IDENTITY || offers(coding, negotiation)) {
        return Optional.of(coding);
      }
    }
    return Optional.empty();
  }

  /** Where plain bytes are refused, a coding is offered only if there are bytes of it. */
  private boolean offers(ContentCoding coding, CodingNegotiation negotiation) {
    Slot slot = slots.get(coding);
    if (slot != null && slot.rendition() == plain) {
      return negotiation.accepts(ContentCoding.IDENTITY);
    }
    return EncodingPolicy.worthwhile(
        facts.type().compressible(), facts.plain().length(), Tier.FAST);
  }

  /** What is at hand for {@code coding}; null if that was not asked for yet. */
  Slot slot(ContentCoding coding) {
    return slots.get(coding);
  }

  /** Takes a representation; plain bytes are sent in place of {@code null}. */
  synchronized Rendition fill(ContentCoding coding, Representation made, boolean settled) {
    Rendition rendition = made == null ? plain : new Rendition(facts, rules, serviceWorker, made);
    Map<ContentCoding, Slot> next = new EnumMap<>(slots);
    next.put(coding, new Slot(rendition, settled));
    slots = next;
    return rendition;
  }

  /** Takes over the representations of an earlier instance, if that had the same content. */
  void inherit(HotAsset earlier) {
    if (earlier.facts.content().equals(facts.content())) {
      earlier.slots.forEach((coding, slot) -> fill(coding, earlier.madeOf(slot), slot.settled()));
    }
  }

  private Representation madeOf(Slot slot) {
    return slot.rendition() == plain ? null : slot.rendition().representation();
  }

  /** Forgets a representation whose file is gone. */
  synchronized void empty(ContentCoding coding) {
    Map<ContentCoding, Slot> next = new EnumMap<>(slots);
    next.remove(coding);
    slots = next;
  }

  /** The rendition on its way for {@code coding}, or null; then {@code mine} is from now on. */
  synchronized CompletableFuture<Optional<Rendition>> join(
      ContentCoding coding, CompletableFuture<Optional<Rendition>> mine) {
    return pending.putIfAbsent(coding, mine);
  }

  /** Ends what {@link #join} began. */
  synchronized void landed(ContentCoding coding) {
    pending.remove(coding);
  }

  /** Whether it is time to ask for the best tier again; then it will not be for {@code nanos}. */
  synchronized boolean improveAgain(ContentCoding coding, long nanos, long now) {
    Long last = improvedAt.get(coding);
    if (last != null && now - last < nanos) {
      return false;
    }
    improvedAt.put(coding, now);
    return true;
  }
}
