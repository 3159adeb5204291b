package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class H2loadReportTest {
  private static final String OVER_TLS =
      """
      starting benchmark...
      spawning thread #0: 10 total client(s). 25000 total requests
      TLS Protocol: TLSv1.3
      Cipher: TLS_AES_128_GCM_SHA256
      Server Temp Key: X25519 253 bits
      Application protocol: h2
      progress: 10% done

      finished in 137.88ms, 7252.74 req/s, 7.43MB/s
      requests: 25000 total, 25000 started, 24998 done, 24990 succeeded, 10 failed, 2 errored, 0 timeout
      status codes: 20000 2xx, 4990 3xx, 8 4xx, 0 5xx
      traffic: 1.02MB (1073670) total, 32.47KB (33250) headers (space savings 95.05%), 1.00MB (1024000) data
      """;

  @Test
  void theSummaryIsRead() {
    assertThat(H2loadReport.read(OVER_TLS))
        .contains(
            new H2loadReport(
                25_000, 24_998, 24_990, 4_990, 0.13788, "h2", "TLSv1.3 TLS_AES_128_GCM_SHA256"));
  }

  @Test
  void withoutTlsThereIsNoCipher() {
    String clear =
        OVER_TLS
            .replaceAll("(TLS|Cipher|Server).*\n", "")
            .replace("protocol: h2", "protocol: h2c")
            .replace("137.88ms", "1.50s");
    assertThat(H2loadReport.read(clear).orElseThrow())
        .extracting(H2loadReport::protocol, H2loadReport::cipher, H2loadReport::seconds)
        .containsExactly("h2c", "", 1.5);
  }

  @Test
  void minutesAndMicrosecondsAreSeconds() {
    assertThat(H2loadReport.read(OVER_TLS.replace("137.88ms", "2m")).orElseThrow().seconds())
        .isEqualTo(120);
    assertThat(H2loadReport.read(OVER_TLS.replace("137.88ms", "500us")).orElseThrow().seconds())
        .isEqualTo(0.0005);
  }

  @Test
  void aRunWithoutSummaryIsNoReport() {
    assertThat(H2loadReport.read("starting benchmark...\nprogress: 10% done\n")).isEmpty();
  }
}
