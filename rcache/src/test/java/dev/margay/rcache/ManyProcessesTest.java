package dev.margay.rcache;

import static dev.margay.rcache.key.ContentCoding.BR;
import static dev.margay.rcache.key.ContentCoding.GZIP;
import static dev.margay.rcache.key.ContentCoding.ZSTD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.Outcome.Ready;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.Tier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several Java processes share one folder. */
class ManyProcessesTest {
  private static final int CONTENTS = 5;
  private static final int KEYS = CONTENTS * 4;

  @TempDir private Path root;

  @Test
  void allProcessesTogetherMakeEachKeyOnce() throws Exception {
    List<OtherProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        processes.add(OtherProcess.start(Maker.class, root.toString()));
      }
      for (OtherProcess process : processes) {
        assertThat(process.line()).isEqualTo("ready");
      }
      processes.forEach(process -> process.say("1"));
      int made = 0;
      for (OtherProcess process : processes) {
        assertThat(process.line()).isEqualTo("started");
        made += Integer.parseInt(process.line());
      }
      assertThat(made).isEqualTo(KEYS);
    } finally {
      processes.forEach(OtherProcess::close);
    }
    try (Site restarted = Site.in(root)) {
      for (CompletionStage<Outcome> outcome : askAll(restarted, 1)) {
        assertThat(Site.outcome(outcome)).isInstanceOf(Ready.class);
      }
      assertThat(restarted.made()).isZero();
    }
  }

  @Test
  void whatAKilledProcessLeavesIsWholeAndAnotherFinishesTheJob() throws Exception {
    Random random = new Random();
    try (Site survivor = Site.in(root)) {
      for (int round = 0; round < 10; round++) {
        try (OtherProcess process = OtherProcess.start(Maker.class, root.toString())) {
          assertThat(process.line()).isEqualTo("ready");
          process.say(Integer.toString(round));
          assertThat(process.line()).isEqualTo("started");
          Thread.sleep(random.nextInt(200));
          process.kill();
        }
        assertEverythingFindableIsWhole(survivor);
        for (CompletionStage<Outcome> outcome : askAll(survivor, round)) {
          assertThat(Site.outcome(outcome)).isInstanceOf(Ready.class);
        }
      }
      survivor.cache().store().removeAbandoned();
      assertThat(survivor.staging()).isEmpty();
      assertThat(survivor.cache().store().statistics().corrupt()).isZero();
    }
  }

  private static void assertEverythingFindableIsWhole(Site site) throws Exception {
    site.cache()
        .store()
        .forEach(
            entry -> {
              RepresentationKey key = RepresentationKey.parse(entry.name()).orElseThrow();
              assertThat(site.cache().store().find(key)).as(entry.name()).isPresent();
            });
  }

  private static List<CompletionStage<Outcome>> askAll(Site site, long round) {
    List<CompletionStage<Outcome>> asked = new ArrayList<>();
    for (int i = 0; i < CONTENTS; i++) {
      byte[] content = Samples.text(25_000, round * CONTENTS + i);
      for (ContentCoding coding : List.of(BR, ZSTD, GZIP)) {
        asked.add(site.ask(content, coding, Tier.FAST));
      }
      asked.add(site.ask(content, BR, Tier.BEST));
    }
    return asked;
  }

  /** Makes everything of the round that it is told, and says how much of it was its own work. */
  static final class Maker {
    public static void main(String[] arguments) throws Exception {
      try (Site site = Site.in(Path.of(arguments[0]))) {
        OtherProcess.tell("ready");
        String round = OtherProcess.told();
        if (!round.isEmpty()) {
          List<CompletionStage<Outcome>> asked = askAll(site, Long.parseLong(round));
          OtherProcess.tell("started");
          for (CompletionStage<Outcome> outcome : asked) {
            assertThat(Site.outcome(outcome)).isInstanceOf(Ready.class);
          }
          OtherProcess.tell(Long.toString(site.made()));
          OtherProcess.told();
        }
      }
    }
  }
}
