package dev.margay.server.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemorySessionsTest {
  private final MemorySessions sessions = new MemorySessions();

  @Test
  void aSessionKnowsWhatWasSentInIt() {
    SessionId id = SessionId.fresh();
    sessions.sent(sessions.local(id), new AssetKey(7));
    VisitorSession again = sessions.open(id).toCompletableFuture().join();
    assertThat(again.has(new AssetKey(7))).isTrue();
    assertThat(again.has(new AssetKey(8))).isFalse();
  }

  @Test
  void anotherSessionKnowsNothingOfIt() {
    sessions.sent(sessions.local(SessionId.fresh()), new AssetKey(7));
    assertThat(sessions.local(SessionId.fresh()).empty()).isTrue();
  }

  @Test
  void aSessionTakesNoMoreThanItsBound() {
    VisitorSession session = sessions.local(SessionId.fresh());
    for (int i = 0; i < VisitorSession.MOST_KEYS + 10; i++) {
      sessions.sent(session, new AssetKey(i));
    }
    assertThat(session.sent()).hasSize(VisitorSession.MOST_KEYS);
  }

  @Test
  void theKeyInTheDigestIsTheTopOfTheKey() {
    assertThat(new AssetKey(-1L).inDigest()).isEqualTo(32_767);
    assertThat(new AssetKey(1L << 49).inDigest()).isEqualTo(1);
    assertThat(new AssetKey((1L << 49) - 1).inDigest()).isZero();
  }
}
