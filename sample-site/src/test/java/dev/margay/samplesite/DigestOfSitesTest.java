package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.margay.rcache.key.ContentHash;
import dev.margay.server.visitor.AssetKey;
import dev.margay.server.visitor.CacheDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** How large a cookie gets for the assets of real sites. */
class DigestOfSitesTest {
  private static final Path SITE = Path.of("site").toAbsolutePath();
  private static final Path DOCS = Path.of("/usr/share/doc/python3.11/html");
  private static final int BITS_FOR_A_HUNDRED = 1000;

  private static List<AssetKey> keys(RealSite site) throws IOException {
    List<AssetKey> keys = new ArrayList<>();
    for (Path file : site.files()) {
      String target = "/" + site.folder().relativize(file);
      keys.add(AssetKey.of(target, ContentHash.of(Files.readAllBytes(file))));
    }
    return keys;
  }

  private static CacheDigest digest(List<AssetKey> keys) {
    return CacheDigest.empty().with(keys.stream().mapToInt(AssetKey::inDigest).toArray());
  }

  @Test
  void theSampleSiteFitsIntoAThousandBits() throws IOException {
    List<AssetKey> keys = keys(RealSite.in(SITE));
    assertThat(keys).hasSizeBetween(50, 100);
    assertThat(digest(keys).bits()).isLessThanOrEqualTo(BITS_FOR_A_HUNDRED);
  }

  @Test
  void aHundredFilesOfARealDocumentationTakeAtMostAThousandBits() throws IOException {
    assumeTrue(Files.isDirectory(DOCS), "no documentation: apt-get install python3.11-doc");
    List<AssetKey> keys = keys(RealSite.in(DOCS.toRealPath()));
    for (int first = 0; first + 100 <= keys.size(); first += 50) {
      assertThat(digest(keys.subList(first, first + 100)).bits())
          .as("from the file number %d on", first)
          .isLessThanOrEqualTo(BITS_FOR_A_HUNDRED);
    }
    assertThat(digest(keys.subList(0, 1000)).encode().length())
        .isLessThanOrEqualTo(CacheDigest.LONGEST);
  }

  /** With {@code -Dmargay.site=FOLDER}: any hundred of another site's files, or all of fewer. */
  @Test
  @EnabledIfSystemProperty(named = "margay.site", matches = ".+")
  void aHundredFilesOfAnotherSiteTakeAtMostAThousandBits() throws IOException {
    List<AssetKey> keys =
        keys(RealSite.in(Path.of(System.getProperty("margay.site")).toRealPath()));
    int most = Math.min(keys.size(), 100);
    for (int first = 0; first + most <= keys.size(); first++) {
      assertThat(digest(keys.subList(first, first + most)).bits())
          .as("from the file number %d on", first)
          .isLessThanOrEqualTo(BITS_FOR_A_HUNDRED);
    }
  }

  @Test
  void aThousandAssetsStayUnderTheCapAndTwoThousandDoNot() {
    ContentHash content = ContentHash.of(new byte[] {1});
    List<AssetKey> many =
        IntStream.range(0, 2000)
            .mapToObj(i -> AssetKey.of("/assets/" + i + ".js", content))
            .toList();
    assertThat(digest(many.subList(0, 1000)).encode().length())
        .isLessThanOrEqualTo(CacheDigest.LONGEST);
    assertThat(digest(many).encode().length()).isGreaterThan(CacheDigest.LONGEST);
  }
}
