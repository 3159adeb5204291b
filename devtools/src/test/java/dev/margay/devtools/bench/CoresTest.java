package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoresTest {
  private static final Optional<InstalledProgram> TASKSET =
      Optional.of(new InstalledProgram(Path.of("/usr/bin/taskset")));

  @Test
  void listsAndRangesAreRead() {
    assertThat(Cores.numbers("0-2,8,10-11")).containsExactly(0, 1, 2, 8, 10, 11);
  }

  @Test
  void theClientHasWhatTheServersLeave() {
    Cores cores = Cores.divide(List.of(2, 3, 5, 7), 2, TASKSET);
    assertThat(cores.servers()).containsExactly(2, 3);
    assertThat(cores.clientPrefix()).containsExactly("/usr/bin/taskset", "-c", "5,7");
    assertThat(cores.workers()).isEqualTo(2);
  }

  @Test
  void oneCoreIsLeftHoweverManyAreWanted() {
    assertThat(Cores.divide(List.of(0, 1), 9, TASKSET).client()).containsExactly(1);
  }

  @Test
  void oneCoreIsShared() {
    Cores cores = Cores.divide(List.of(0), 1, TASKSET);
    assertThat(cores.clientPrefix()).isEmpty();
    assertThat(cores.workers()).isEqualTo(1);
  }
}
