package dev.margay.samplesite;

import java.nio.file.Path;

/** The sample site, as a TLS terminator in front of Margay visits it. */
final class SampleSiteOverHttp1Test extends RealSiteFacts {
  @Override
  RealSite site() {
    return RealSite.in(Path.of("site").toAbsolutePath());
  }

  @Override
  RunningServer start(RealSite site, Path scratch) throws Exception {
    return RunningServer.overCleartext(site, scratch);
  }
}
