package dev.margay.samplesite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real site of a thousand files: the documentation of Python, as Debian packages it. A sample of
 * it is visited in each build. All of it, or of any other folder, is with
 *
 * <pre>
 *   mvn test -pl sample-site -am -Dtest=PythonDocsTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dmargay.site=/usr/share/doc/python3.11/html
 * </pre>
 */
final class PythonDocsTest extends RealSiteFacts {
  private static final Path PACKAGED = Path.of("/usr/share/doc/python3.11/html");
  private static final String WHOLE_SITE = System.getProperty("margay.site", "");
  private static final int FILES = 50;
  private static final long MOST_BYTES = 32 << 10;
  private static final long SEED = 20261122;

  @Override
  RealSite site() throws Exception {
    if (!WHOLE_SITE.isEmpty()) {
      return RealSite.in(Path.of(WHOLE_SITE).toRealPath());
    }
    assumeTrue(
        Files.isDirectory(PACKAGED),
        "Python's documentation is not here: apt-get install -y python3.11-doc");
    return RealSite.in(PACKAGED.toRealPath()).sample(FILES, MOST_BYTES, SEED);
  }

  @Override
  RunningServer start(RealSite site, Path scratch) throws Exception {
    return RunningServer.overTls(site, scratch);
  }

  @Override
  Duration patience() {
    return WHOLE_SITE.isEmpty() ? super.patience() : Duration.ofHours(1);
  }
}
