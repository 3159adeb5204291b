package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  @Test
  void childrenBelongToIt() throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; wait").start();
    try {
      long child = Long.parseLong(shell.inputReader().readLine());
      assertThat(new ProcessTree(shell.toHandle()).pids()).containsExactly(shell.pid(), child);
    } finally {
      Scratch.end(shell);
    }
  }

  @Test
  void workTakesProcessorTimeAndMemory() {
    ProcessTree self = new ProcessTree(ProcessHandle.current());
    CpuTime before = self.cpu();
    long begun = System.nanoTime();
    double sum = 0;
    while (self.cpu().since(before) < 20_000_000 && System.nanoTime() - begun < 60e9) {
      sum += Math.sqrt(sum + 1);
    }
    assertThat(self.cpu().since(before)).as("with " + sum).isGreaterThanOrEqualTo(20_000_000);
    assertThat(self.memory().resident()).isGreaterThan(10 << 20);
  }

  @Test
  void whatHasEndedCountsNothing() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    ProcessTree tree = new ProcessTree(process.toHandle());
    assertThat(tree.cpu()).isEqualTo(new CpuTime(0, 0));
    assertThat(tree.memory()).isEqualTo(new Memory(0, 0));
  }

  @Test
  void theNameMayHoldBracketsAndSpaces() {
    String stat = "12 (a) b) c) S 1 12 12 0 -1 4194560 170 0 0 0 7 5 3 2 20 0 1 0 300 1 1";
    assertThat(ProcessTree.ticks(stat)).isEqualTo(17);
  }

  @Test
  void threadsThatEndedAreInTheTicks() {
    CpuTime before = new CpuTime(900_000_000, 900_000_000);
    assertThat(new CpuTime(950_000_000, 960_000_000).since(before)).isEqualTo(50_000_000);
    assertThat(new CpuTime(600_000_000, 960_000_000).since(before)).isEqualTo(60_000_000);
  }

  @Test
  void figuresOfTheKernelAreInKibibytes() {
    assertThat(ProcessTree.kibibytes("Name:\tx\nVmRSS:\t   1234 kB\n", "VmRSS:"))
        .isEqualTo(1234 * 1024);
  }
}
