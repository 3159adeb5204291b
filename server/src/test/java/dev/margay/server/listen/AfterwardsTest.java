package dev.margay.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AfterwardsTest {
  private final List<String> done = new ArrayList<>();

  private void leave(String what) {
    Afterwards.execute(() -> done.add(what), task -> done.add("given to others"));
  }

  @Test
  void whatAWakeUpLeavesIsDoneWhenItIsOver() {
    Afterwards.follow(
        () -> {
          leave("first");
          leave("second");
          done.add("wake-up");
        });
    assertThat(done).containsExactly("wake-up", "first", "second");
  }

  /** Or else a task that always leaves another would keep the thread for ever. */
  @Test
  void whatThatLeavesIsForOthers() {
    Afterwards.follow(() -> Afterwards.execute(() -> leave("more"), task -> done.add("others")));
    assertThat(done).containsExactly("given to others");
  }

  @Test
  void aWakeUpWithinAnotherIsAPartOfIt() {
    Afterwards.follow(
        () -> {
          Afterwards.follow(() -> leave("left"));
          done.add("wake-up");
        });
    assertThat(done).containsExactly("wake-up", "left");
  }

  @Test
  void withoutAWakeUpOthersDoIt() {
    Afterwards.follow(() -> {});
    leave("left");
    assertThat(done).containsExactly("given to others");
  }

  @Test
  void aFailureTakesNothingElseWithIt() {
    assertThatThrownBy(
            () ->
                Afterwards.follow(
                    () -> {
                      Afterwards.execute(
                          () -> {
                            throw new AssertionError("a task");
                          },
                          Runnable::run);
                      leave("left");
                      throw new IllegalStateException("the wake-up");
                    }))
        .hasMessage("the wake-up");
    assertThat(done).containsExactly("left");
    leave("later");
    assertThat(done).containsExactly("left", "given to others");
  }
}
