package dev.margay.server.pages;

import dev.margay.server.http2.Http2Connection;
import dev.margay.server.http2.PushObserver;
import dev.margay.server.visitor.AssetKey;
import dev.margay.server.visitor.CacheDigest;
import dev.margay.server.visitor.SessionId;
import dev.margay.server.visitor.SessionStore;
import dev.margay.server.visitor.VisitorSession;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * What is remembered of one visitor on one HTTP/2 connection, for one authority. A connection has
 * it after its first page or Margay cookie. Bounded: what is forgotten is sent again. Safe for many
 * threads.
 */
final class VisitorConnection {
  private static final String ATTRIBUTE = VisitorConnection.class.getName();
  private static final int MOST_AUTHORITIES = 8;
  private static final int MOST_KEYS = 4096;
  private static final int MOST_STREAMS = 256;

  /** At most so often do answers to requests for assets refresh the cookies. */
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Http2Connection http2;
  private final String authority;

  /** Guarded by this. */
  private VisitorSession session;

  /** Guarded by this. Whether the session was opened, with all that others know of it. */
  private boolean heard;

  /** Guarded by this. Sent whole on this connection, or on its way. */
  private final Set<AssetKey> had = new HashSet<>();

  /** Guarded by this. Those of them that were given to the connection with their last byte. */
  private final Set<AssetKey> handedOver = new HashSet<>();

  /** Guarded by this. What the last page's list names. */
  private Set<AssetKey> expected = Set.of();

  /** Guarded by this. What of it was not sent since; null until the first of it is. */
  private Set<AssetKey> outstanding;

  /** Guarded by this. Promised, and not yet given a stream; by target. */
  private final Map<String, Push> promised = new HashMap<>();

  /** Guarded by this. The last pushes, by stream. */
  private final Map<Integer, Push> pushes = new Recent<>();

  /** Guarded by this. What the last cookie said: promised requests present none. */
  private CacheDigest told = CacheDigest.empty();

  /** Guarded by this. By {@link System#nanoTime()}. */
  private long refreshedAt = System.nanoTime();

  private VisitorConnection(Http2Connection http2, String authority, VisitorSession session) {
    this.http2 = http2;
    this.authority = authority;
    this.session = session;
  }

  /** A map that forgets the oldest of too many entries. */
  private static final class Recent<V> extends LinkedHashMap<Integer, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, V> eldest) {
      return size() > MOST_STREAMS;
    }
  }

  /** The records of one connection, by authority. */
  private static final class ByAuthority extends HashMap<String, VisitorConnection> {
    private static final long serialVersionUID = 1;
  }

  /** The record for this authority; null if the connection has none. */
  static VisitorConnection find(ConnectionMetaData connection, String authority) {
    Object records = connection.getAttribute(ATTRIBUTE);
    if (records == null) {
      return null;
    }
    synchronized (records) {
      return ((ByAuthority) records).get(authority);
    }
  }

  /**
   * The record for this authority, begun if there is none; null where a connection is used for more
   * authorities than any browser would.
   *
   * @param presented the session to begin it with, if the visitor has one
   */
  static VisitorConnection open(
      ConnectionMetaData connection,
      String authority,
      SessionStore sessions,
      Optional<SessionId> presented) {
    VisitorConnection there = find(connection, authority);
    if (there != null) {
      return there;
    }
    if (!(connection.getConnection() instanceof Http2Connection http2)) {
      return null;
    }
    ByAuthority records;
    synchronized (http2) {
      records = (ByAuthority) connection.getAttribute(ATTRIBUTE);
      if (records == null) {
        records = new ByAuthority();
        connection.setAttribute(ATTRIBUTE, records);
      }
    }
    synchronized (records) {
      VisitorConnection known = records.get(authority);
      if (known != null || records.size() >= MOST_AUTHORITIES) {
        return known;
      }
      VisitorSession begun = sessions.local(presented.orElseGet(SessionId::fresh));
      VisitorConnection record = new VisitorConnection(http2, authority, begun);
      http2.observePushes(record.new Pushes());
      records.put(authority, record);
      return record;
    }
  }

  /**
   * Hears which streams promises are given (RFC 9113 §6.6), and which the client does not want
   * (§6.4), be it before the promised request is handled or after its answer was sent.
   */
  private final class Pushes implements PushObserver {
    @Override
    public void promised(int stream, MetaData.Request request) {
      if (authority.equals(request.getHttpURI().getAuthority())) {
        begin(request.getHttpURI().getPathQuery(), stream);
      }
    }

    @Override
    public void reset(int stream) {
      Push push = forget(stream);
      if (push != null) {
        push.refused().run();
      }
    }
  }

  private synchronized Push forget(int stream) {
    Push push = pushes.remove(stream);
    if (push != null) {
      had.remove(push.key());
      handedOver.remove(push.key());
    }
    return push;
  }

  synchronized VisitorSession session() {
    return session;
  }

  /**
   * Whether this is the session here, and was opened on this connection: before that the visitor
   * may have been with another worker.
   */
  synchronized boolean heard(SessionId id) {
    return heard && session.id().equals(id);
  }

  /** From now on, what is sent belongs to this session, which is being opened. */
  synchronized void session(VisitorSession other) {
    session = other;
    heard = true;
  }

  /** What was sent so far is forgotten; from now on, what is sent belongs to this session. */
  synchronized void beginAgain(VisitorSession other) {
    session = other;
    handedOver.clear();
  }

  /** Takes note of the digest that the visitor gets now. */
  synchronized void told(CacheDigest digest) {
    told = digest;
  }

  /** The digest that the visitor got last. */
  synchronized CacheDigest told() {
    return told;
  }

  /** Whether nothing was sent yet. */
  synchronized boolean empty() {
    return had.isEmpty();
  }

  synchronized boolean has(AssetKey key) {
    return had.contains(key);
  }

  /**
   * Takes note that this is on its way.
   *
   * @param whole whether its last byte is given to the connection now
   */
  synchronized void sending(AssetKey key, boolean whole) {
    if (had.size() < MOST_KEYS) {
      had.add(key);
      if (whole) {
        handedOver.add(key);
      }
    }
  }

  /** It was sent whole after all, or was not. */
  void ended(AssetKey key, boolean whole, SessionStore sessions) {
    if (whole) {
      sessions.sent(session(), key); // first, so that it is known at any moment
    }
    synchronized (this) {
      handedOver.remove(key);
      if (!whole) {
        had.remove(key);
      }
    }
  }

  /** Takes note of a promise, which the promised request will claim. */
  synchronized void promise(Push push) {
    if (promised.size() < MOST_STREAMS) {
      promised.put(push.target(), push);
      had.add(push.key());
    }
  }

  /** The page of this promise was sent: one without a stream by now will never be kept. */
  synchronized void giveUp(Push push) {
    if (promised.remove(push.target(), push)) {
      had.remove(push.key());
    }
  }

  private synchronized void begin(String target, int stream) {
    Push push = promised.remove(target);
    if (push != null) {
      pushes.put(stream, push);
    }
  }

  /** The promise that the request on this stream keeps; null if it is not known, or refused. */
  synchronized Push claim(int stream) {
    return pushes.get(stream);
  }

  /**
   * A page is about to go out, with fresh cookies.
   *
   * @param assets what the visitor needs for it, and will ask for if it is not there yet
   */
  synchronized void pageAnswered(Set<AssetKey> assets) {
    refreshedAt = System.nanoTime() - REFRESH_NANOS; // the first answer that may, tells of itself
    expected = assets;
    outstanding = null;
  }

  /**
   * Whether the answer with this asset is to refresh the cookies; then it counts as having done so.
   * That is so when no other request waits for its headers (browsers may process answers in any
   * order, and the last cookie should win) and it is the first such answer after a page, or a
   * second went by, or it makes the page's assets complete.
   */
  synchronized boolean refresh(int stream, AssetKey key) {
    if (outstanding == null) {
      outstanding = new HashSet<>(expected);
      outstanding.removeIf(other -> !other.equals(key) && arrives(other));
    }
    boolean completes = outstanding.remove(key) && outstanding.isEmpty();
    long now = System.nanoTime();
    if ((!completes && now - refreshedAt < REFRESH_NANOS) || http2.othersWait(stream)) {
      return false;
    }
    refreshedAt = now;
    return true;
  }

  /** Whether the visitor has it, or it is whole on its way. */
  private boolean arrives(AssetKey key) {
    return handedOver.contains(key) || session.has(key) || told.has(key.inDigest());
  }

  /**
   * The digest's keys of all that was sent in this session, and of what this connection was given
   * whole: small bodies leave together, and the last of them tells of all.
   */
  synchronized int[] digestKeys() {
    int[] session = this.session.digestKeys();
    int[] all = Arrays.copyOf(session, session.length + handedOver.size());
    int next = session.length;
    for (AssetKey key : handedOver) {
      all[next++] = key.inDigest();
    }
    return all;
  }
}
