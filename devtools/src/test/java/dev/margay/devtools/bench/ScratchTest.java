package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void closingEndsWhatRunsAndRemovesTheFolder() throws IOException {
    Scratch scratch = Scratch.make();
    Files.writeString(scratch.folder().resolve("file"), "x");
    Process shell = scratch.start(new ProcessBuilder("sh", "-c", "sleep 60 & echo; wait"));
    shell.inputReader().readLine();
    List<ProcessHandle> all = shell.descendants().toList();
    assertThat(all).hasSize(1);
    scratch.close();
    assertThat(shell.isAlive()).isFalse();
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(scratch.folder()).doesNotExist();
  }

  @Test
  void whatWentToTheBackgroundWithTheFolderInItsArgumentsEndsToo() throws Exception {
    Scratch scratch = Scratch.make();
    String line = "(sh -c 'sleep 60; : " + scratch.folder() + "/x' & echo $!)";
    Process shell = scratch.start(new ProcessBuilder("sh", "-c", line));
    long orphan = Long.parseLong(shell.inputReader().readLine());
    shell.waitFor();
    ProcessHandle handle = ProcessHandle.of(orphan).orElseThrow();
    List<ProcessHandle> children = handle.descendants().toList();
    scratch.close();
    handle.onExit().get();
    assertThat(handle.isAlive()).isFalse();
    for (ProcessHandle child : children) {
      child.onExit().get();
    }
  }

  @Test
  void nothingStartsOnceItIsClosed() throws IOException {
    Scratch scratch = Scratch.make();
    scratch.close();
    assertThatThrownBy(() -> scratch.start(new ProcessBuilder("true")))
        .hasMessage("the benchmark was ended");
  }
}
