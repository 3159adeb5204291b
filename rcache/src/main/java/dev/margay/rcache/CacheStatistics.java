package dev.margay.rcache;

import dev.margay.rcache.flight.FlightLock;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.Tier;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts every ending that asking for a representation can have, by name. */
public final class CacheStatistics {
  /** How a look into the representation cache ended. */
  public enum Lookup {
    /** The representation was on disk. */
    HIT,
    /** The note that it is not worth keeping was on disk. */
    HIT_NOT_SMALLER,
    /** Nothing was there. */
    MISS
  }

  /** How a flight ended for one who entered it. */
  public enum Flight {
    /** Led, and made the representation. */
    MADE,
    /** Led, and found that another had just made it. */
    FOUND,
    /** Waited for a leader in this process. */
    JOINED,
    /** Waited for a leader in another process. */
    AWAITED,
    /** A leader in another process died or lost its lease, and one who waited goes on. */
    LEADER_LOST,
    /** A leader in another process took too long. */
    DEADLINE,
    /** The lock could not be asked; the job was done without. */
    UNLOCKED,
    /** The content changed before it was coded. */
    CONTENT_CHANGED,
    /** The disk or an encoder failed. */
    FAULT,
    /** The queue was full, or the server was stopping. */
    REJECTED;

    /** What it means for a flight that a wait ended so. */
    static Flight of(FlightLock.Ending ending) {
      return switch (ending) {
        case RELEASED -> AWAITED;
        case LEADER_LOST -> LEADER_LOST;
        case DEADLINE -> DEADLINE;
      };
    }

    /** The outcome's label in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Lookup, LongAdder> lookups = adders(Lookup.class);
  private final Map<Flight, LongAdder> flights = adders(Flight.class);
  private final Map<ContentCoding, Map<Tier, LongAdder>> made = new EnumMap<>(ContentCoding.class);
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();

  CacheStatistics() {
    for (ContentCoding coding : ContentCoding.values()) {
      made.put(coding, adders(Tier.class));
    }
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> names) {
    Map<E, LongAdder> adders = new EnumMap<>(names);
    for (E name : names.getEnumConstants()) {
      adders.put(name, new LongAdder());
    }
    return adders;
  }

  /** How often a look into the cache ended so. */
  public long lookups(Lookup outcome) {
    return lookups.get(outcome).sum();
  }

  /** How often a flight ended so. */
  public long flights(Flight outcome) {
    return flights.get(outcome).sum();
  }

  /** How many representations this process has made, those found to be no smaller included. */
  public long made(ContentCoding coding, Tier tier) {
    return made.get(coding).get(tier).sum();
  }

  /** Bytes of content that were coded. */
  public long bytesIn() {
    return bytesIn.sum();
  }

  /** Bytes that coding made of them. */
  public long bytesOut() {
    return bytesOut.sum();
  }

  void count(Lookup outcome) {
    lookups.get(outcome).increment();
  }

  void count(Flight outcome) {
    flights.get(outcome).increment();
  }

  void countMade(RepresentationKey key, long in, long out) {
    made.get(key.coding()).get(key.tier()).increment();
    bytesIn.add(in);
    bytesOut.add(out);
  }
}
