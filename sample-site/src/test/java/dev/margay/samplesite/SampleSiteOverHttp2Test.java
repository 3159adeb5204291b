package dev.margay.samplesite;

import java.nio.file.Path;

/** The sample site, as a browser visits it. */
final class SampleSiteOverHttp2Test extends RealSiteFacts {
  @Override
  RealSite site() {
    return RealSite.in(Path.of("site").toAbsolutePath());
  }

  @Override
  RunningServer start(RealSite site, Path scratch) throws Exception {
    return RunningServer.overTls(site, scratch);
  }
}
