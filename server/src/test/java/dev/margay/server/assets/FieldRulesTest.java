package dev.margay.server.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.EntityTag;
import dev.margay.rcache.store.Body;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.catalog.FileStamp;
import dev.margay.server.http.CachingRule.Freshness;
import dev.margay.server.http.CachingRule.Mode;
import dev.margay.server.http.CachingRule.VhMatch;
import dev.margay.server.http.MediaTypes;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRulesTest {
  private final FieldRules rules = new FieldRules(new Freshness(60, Mode.SERVE), false);
  private final ContentHash content = ContentHash.of(new byte[0]);
  private final FileStamp stamp = new FileStamp(0, Instant.EPOCH, Instant.EPOCH, "1:1");

  @ParameterizedTest
  @ValueSource(longs = {0, 1, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, 5L << 30})
  void theLengthIsOneThatJettyReadsBack(long length) {
    AssetFacts facts =
        new AssetFacts(
            Path.of("large.bin"),
            stamp,
            true,
            content,
            new Body.InMemory(new byte[0]),
            MediaTypes.of("large.bin"));
    EntityTag tag = EntityTag.ofIdentity(content);
    HttpFields fields = rules.ok(facts, ContentCoding.IDENTITY, tag, length, VhMatch.ABSENT, false);
    assertThat(fields.getLongField(HttpHeader.CONTENT_LENGTH)).isEqualTo(length);
  }
}
