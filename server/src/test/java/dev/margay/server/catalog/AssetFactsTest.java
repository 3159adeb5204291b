package dev.margay.server.catalog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.store.Body;
import dev.margay.server.http.AssetKind;
import dev.margay.server.http.MediaType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssetFactsTest {
  private static final Path FILE = Path.of("/site/style.css");
  private static final FileStamp STAMP = stamp(1);
  private static final ContentHash HASH = ContentHash.of("a".getBytes(US_ASCII));
  private static final ContentHash OTHER_HASH = ContentHash.of("b".getBytes(US_ASCII));
  private static final Body BODY = new Body.InMemory("a".getBytes(US_ASCII));
  private static final Body OTHER_BODY = new Body.InMemory("b".getBytes(US_ASCII));
  private static final MediaType CSS = new MediaType("text/css", AssetKind.STYLE_SHEET, true);
  private static final MediaType PLAIN = new MediaType("text/plain", AssetKind.OTHER, true);

  private static FileStamp stamp(long size) {
    return new FileStamp(size, Instant.EPOCH, Instant.EPOCH, "1:1");
  }

  @Test
  void factsAreEqualIfEachOfTheirPartsIs() {
    AssetFacts facts = new AssetFacts(FILE, STAMP, true, HASH, BODY, CSS);
    AssetFacts same = new AssetFacts(FILE, stamp(1), true, HASH, BODY, CSS);
    assertThat(facts).isEqualTo(same).hasSameHashCodeAs(same);
    List<AssetFacts> others =
        List.of(
            new AssetFacts(Path.of("/site/other.css"), STAMP, true, HASH, BODY, CSS),
            new AssetFacts(FILE, stamp(2), true, HASH, BODY, CSS),
            new AssetFacts(FILE, STAMP, false, HASH, BODY, CSS),
            new AssetFacts(FILE, STAMP, true, OTHER_HASH, BODY, CSS),
            new AssetFacts(FILE, STAMP, true, HASH, OTHER_BODY, CSS),
            new AssetFacts(FILE, STAMP, true, HASH, BODY, PLAIN),
            facts.derived(HASH, BODY));
    assertThat(others).doesNotContain(facts).hasSameSizeAs(AssetFacts.class.getRecordComponents());
  }
}
