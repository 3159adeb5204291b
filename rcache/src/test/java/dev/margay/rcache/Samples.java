package dev.margay.rcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Random;

/** Contents to test with: the same in every run and every process. */
public final class Samples {
  private static final String[] WORDS =
      ("the quick brown fox jumps over a lazy dog function return const margin padding 0 px "
              + "<div class= </div> { } ; font-family rgba( #ffcc00 export import await äöü")
          .split(" ");

  private Samples() {}

  /** Text that compresses well, exactly {@code length} bytes. */
  public static byte[] text(int length, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
      text.append(random.nextInt(9) == 0 ? "\n" : " ");
    }
    return Arrays.copyOf(text.toString().getBytes(UTF_8), length);
  }

  /** Bytes that nothing makes smaller. */
  public static byte[] noise(int length, long seed) {
    byte[] noise = new byte[length];
    new Random(seed).nextBytes(noise);
    return noise;
  }
}
