package dev.margay.server.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final ClientFamily JAVA = new ClientFamily("Java-http-client");
  private final Refusals refusals = new Refusals();

  @Test
  void threeRefusalsAreEnoughForThatPageAssetAndFamilyOnly() {
    Refusals.Push push = new Refusals.Push("/", "/a.css", JAVA);
    refusals.refused(push);
    refusals.refused(push);
    assertThat(refusals.enough(push)).isFalse();
    refusals.refused(push);
    assertThat(refusals.enough(push)).isTrue();
    assertThat(refusals.enough(new Refusals.Push("/b", "/a.css", JAVA))).isFalse();
    assertThat(refusals.enough(new Refusals.Push("/", "/b.css", JAVA))).isFalse();
    assertThat(refusals.enough(new Refusals.Push("/", "/a.css", new ClientFamily("curl"))))
        .isFalse();
  }
}
