package dev.margay.server.visitor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the sessions of visitors for {@link #LIFE} after their last use. Nothing here fails: what
 * cannot be remembered is sent again.
 */
public interface SessionStore extends AutoCloseable {
  /** How long a session is kept after its last use. */
  Duration LIFE = Duration.ofMinutes(30);

  /** What this process knows of the session with this id, which may be nothing. Never waits. */
  VisitorSession local(SessionId id);

  /** The session with this id, with what other processes know of it; never waits for long. */
  CompletableFuture<VisitorSession> open(SessionId id);

  /** Takes note that the visitor is still there. Never waits. */
  void used(VisitorSession session);

  /** Takes note that this version of an asset was sent whole. Never waits. */
  void sent(VisitorSession session, AssetKey key);

  @Override
  void close();
}
