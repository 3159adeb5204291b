package dev.margay.samplesite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** A site whose files are replaced and written over while visitors ask for them. */
final class ChangingSite {
  private static final String[] CODINGS = {"br", "zstd", "gzip", "identity", "br, gzip;q=0.5"};
  private static final int LARGE = 3 << 20;

  private final Path root;
  private final int files;

  /** Whether the large file is written to as well. */
  private final boolean largeChanges;

  private ChangingSite(Path root, int files, boolean largeChanges) {
    this.root = root;
    this.files = files;
    this.largeChanges = largeChanges;
  }

  /** Small scripts, and, as the last, one too large to be held in memory. */
  static ChangingSite of(Path root, int files) throws IOException {
    return make(new ChangingSite(root, files, true));
  }

  /**
   * The same, but the large one stays as it is. Where no copy of it can be kept, a response that is
   * under way when it is written to is reset: that is what is promised, and no fault of the disk's.
   */
  static ChangingSite withSteadyLargeFile(Path root, int files) throws IOException {
    return make(new ChangingSite(root, files, false));
  }

  private static ChangingSite make(ChangingSite site) throws IOException {
    Files.createDirectories(site.root);
    for (int i = 0; i < site.files; i++) {
      Files.write(site.file(i), text(i == site.files - 1 ? LARGE : 500 + i * 3_000, i));
    }
    return site;
  }

  /** Text of this length that compresses by a quarter. */
  static byte[] text(int length, long seed) {
    byte[] noise = new byte[length];
    new Random(seed).nextBytes(noise);
    return new String(Base64.getEncoder().encode(noise), US_ASCII)
        .substring(0, length)
        .getBytes(US_ASCII);
  }

  private Path file(int number) {
    return root.resolve("file" + number + ".js");
  }

  String path(int number) {
    return "/file" + number + ".js";
  }

  /** Visitors and a writer at work. */
  final class Load implements AutoCloseable {
    private static final int VISITORS = 4;
    private static final int PAUSE_MILLIS = 5;

    private final URI server;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder answers = new LongAdder();
    private final LongAdder plainAnswers = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    Load(URI server, long seed) {
      this.server = server;
      for (int i = 0; i < VISITORS; i++) {
        Random random = new Random(seed + i);
        begin("visitor", () -> visit(random));
      }
      Random random = new Random(seed - 1);
      begin("writer", () -> write(random));
    }

    private interface Step {
      void run() throws IOException, InterruptedException;
    }

    private void begin(String name, Step step) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (!over.get()) {
                    step.run();
                  }
                } catch (IOException | InterruptedException | RuntimeException | Error e) {
                  failures.add(e);
                }
              },
              name);
      threads.add(thread);
      thread.start();
    }

    private void visit(Random random) throws InterruptedException {
      int number = random.nextInt(random.nextInt(files) + 1);
      String coding = CODINGS[random.nextInt(CODINGS.length)];
      try {
        ProvenAnswer answer = ProvenAnswer.get(server, path(number), coding);
        answers.increment();
        if (answer.coding().token().equals("identity") && !coding.equals("identity")) {
          plainAnswers.increment();
        }
      } catch (IOException e) {
        unanswered.increment(); // no whole answer: cut, reset or refused
      }
    }

    /** Half of the time in place, so that a reader may meet any part of the writing. */
    private void write(Random random) throws IOException, InterruptedException {
      boolean large = largeChanges && random.nextInt(10) == 0;
      int number = large ? files - 1 : random.nextInt(files - 1);
      byte[] bytes = text(number == files - 1 ? LARGE : 500 + number * 3_000, random.nextLong());
      if (random.nextBoolean()) {
        Files.write(file(number), bytes);
      } else {
        Path aside = Files.write(root.resolve(".aside"), bytes);
        Files.move(aside, file(number), StandardCopyOption.ATOMIC_MOVE);
      }
      Thread.sleep(PAUSE_MILLIS);
    }

    /** Whole answers so far, every one of them proven. */
    long answers() {
      return answers.sum();
    }

    /** Those that were plain though a coding was asked for. */
    long plainAnswers() {
      return plainAnswers.sum();
    }

    /** Requests that got no whole answer. */
    long unanswered() {
      return unanswered.sum();
    }

    /** Answers that were wrong, and whatever else went wrong in the test itself. */
    List<Throwable> failures() {
      return List.copyOf(failures);
    }

    /** Lets the running requests end. */
    void end() {
      over.set(true);
      try {
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      end();
    }
  }
}
