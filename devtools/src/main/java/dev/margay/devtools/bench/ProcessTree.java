package dev.margay.devtools.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A process and all that descend from it, read from {@code /proc}. What just ended counts 0. */
final class ProcessTree {
  private static final Path PROC = Path.of("/proc");
  private static final long TICK_NANOS = 10_000_000; // USER_HZ is 100 on all that Margay runs on
  private static final long KIBI = 1024;

  /** The places of utime, stime, cutime and cstime after the name, see proc(5). */
  private static final int FIRST_TIME = 11;

  private static final int LAST_TIME = 14;

  private final ProcessHandle root;

  ProcessTree(ProcessHandle root) {
    this.root = root;
  }

  /** The process ids, the root's first. */
  List<Long> pids() {
    return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid).toList();
  }

  /** What they used so far. */
  CpuTime cpu() {
    long nanos = 0;
    long ticks = 0;
    for (long pid : pids()) {
      Path process = PROC.resolve(Long.toString(pid));
      nanos += threads(process);
      ticks += ticks(text(process.resolve("stat")));
    }
    return new CpuTime(nanos, ticks * TICK_NANOS);
  }

  /** What they have in memory now. */
  Memory memory() {
    long resident = 0;
    long proportional = 0;
    for (long pid : pids()) {
      Path process = PROC.resolve(Long.toString(pid));
      resident += kibibytes(text(process.resolve("status")), "VmRSS:");
      proportional += kibibytes(text(process.resolve("smaps_rollup")), "Pss:");
    }
    return new Memory(resident, proportional);
  }

  private static long threads(Path process) {
    long nanos = 0;
    List<Path> tasks = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(process.resolve("task"))) {
      all.forEach(tasks::add);
    } catch (IOException ended) {
      return 0;
    }
    for (Path task : tasks) {
      String schedstat = text(task.resolve("schedstat"));
      nanos += schedstat.isEmpty() ? 0 : Long.parseLong(schedstat.split(" ", 2)[0]);
    }
    return nanos;
  }

  /** The name, in brackets, may itself hold brackets and spaces. */
  static long ticks(String stat) {
    int nameEnd = stat.lastIndexOf(')');
    if (nameEnd < 0) {
      return 0;
    }
    String[] fields = stat.substring(nameEnd + 2).split(" ", -1);
    long sum = 0;
    for (int i = FIRST_TIME; i <= LAST_TIME; i++) {
      sum += Long.parseLong(fields[i]);
    }
    return sum;
  }

  /** The figure behind a name in a text such as {@code VmRSS: 1234 kB}, in bytes. */
  static long kibibytes(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBI)
        .findFirst()
        .orElse(0);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException ended) {
      return "";
    }
  }
}
