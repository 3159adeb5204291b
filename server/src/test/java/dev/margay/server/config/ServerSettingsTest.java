package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ServerSettingsTest {
  private static final Path SITE = Path.of("site");

  private SettingsLayer flags = SettingsLayer.empty();
  private SettingsLayer environment = SettingsLayer.empty();
  private SettingsLayer file = SettingsLayer.empty();

  @Test
  void aFlagBeatsTheVariableWhichBeatsTheFileWhichBeatsTheDefault() {
    assertThat(devlove().browserCache().maxAge()).isEqualTo(172800);
    file = fileWithMaxAge(1);
    assertThat(devlove().browserCache().maxAge()).isEqualTo(1);
    environment = environment(Map.of("MARGAY_MAX_AGE", "2"));
    assertThat(devlove().browserCache().maxAge()).isEqualTo(2);
    flags = flags(Map.of(Setting.MAX_AGE, "3"));
    assertThat(devlove().browserCache().maxAge()).isEqualTo(3);
  }

  @Test
  void aFlagCanSwitchOffWhatTheEnvironmentSwitchesOn() {
    environment = environment(Map.of("MARGAY_REUSE_PORT", "1"));
    assertThat(devlove().reusePort()).isTrue();
    flags = flags(Map.of(Setting.REUSE_PORT, "false"));
    assertThat(devlove().reusePort()).isFalse();
  }

  @Test
  void devlovesDefaults() {
    assertThat(devlove())
        .isEqualTo(
            new ServerSettings(
                ServerMode.DEVLOVE,
                new ListenAddress("127.0.0.1", 4043),
                new AdminSettings(new ListenAddress("127.0.0.1", 4044), false),
                new ScratchSettings(SITE, ".margay", 2147483648L),
                new BrowserCacheSettings(172800, false, false),
                new TlsSettings.LocalAuthority(),
                false,
                Optional.empty(),
                List.of(),
                Duration.ofSeconds(2),
                new AccessLogSettings(new AccessLogDestination.Off(), AccessLogFormat.JSON)));
  }

  @Test
  void serveListensToTheWorldAndLogs() {
    flags = flags(Map.of(Setting.CLEARTEXT, "true"));
    ServerSettings settings = from(ServerMode.SERVE).found().orElseThrow();

    assertThat(settings.listen()).hasToString("0.0.0.0:8443");
    assertThat(settings.tls()).isEqualTo(new TlsSettings.Cleartext());
    assertThat(settings.accessLog().destination())
        .isEqualTo(new AccessLogDestination.StandardOutput());
  }

  @Test
  void serveWithoutACertificateSaysWhatToDo() {
    assertThat(contradiction())
        .isEqualTo(
            "serve has no certificate; give --tls-cert and --tls-key, or --cleartext behind a TLS terminator");
  }

  @Test
  void certificateAndKeyMayComeFromTwoLayers() {
    environment = environment(Map.of("MARGAY_TLS_KEY", "k.pem", "MARGAY_TLS_CERT", "old.pem"));
    flags = flags(Map.of(Setting.TLS_CERT, "c.pem"));

    assertThat(devlove().tls())
        .isEqualTo(new TlsSettings.FromFiles(Path.of("c.pem"), Path.of("k.pem")));
  }

  @Test
  void halfACertificateIsAContradiction() {
    flags = flags(Map.of(Setting.TLS_KEY, "k.pem"));

    assertThat(contradiction()).startsWith("--tls-key is given without --tls-cert");
  }

  @Test
  void cleartextWithACertificateIsAContradictionInOneLayerOnly() {
    flags = flags(Map.of(Setting.CLEARTEXT, "true", Setting.TLS_CERT, "c.pem"));
    assertThat(contradiction()).contains("exclude each other");

    flags = flags(Map.of(Setting.TLS_CERT, "c.pem", Setting.TLS_KEY, "k.pem"));
    environment = environment(Map.of("MARGAY_CLEARTEXT", "true"));
    assertThat(devlove().tls()).isInstanceOf(TlsSettings.FromFiles.class);
  }

  @Test
  void cleartextSwitchedOffByAFlagStaysOff() {
    flags = flags(Map.of(Setting.CLEARTEXT, "false"));
    environment = environment(Map.of("MARGAY_CLEARTEXT", "true"));

    assertThat(devlove().tls()).isInstanceOf(TlsSettings.LocalAuthority.class);
  }

  @Test
  void anAdminAddressThatWasAskedForIsMarked() {
    environment = environment(Map.of("MARGAY_ADMIN", "[::1]:9000"));

    assertThat(devlove().admin())
        .isEqualTo(new AdminSettings(new ListenAddress("::1", 9000), true));
  }

  @Test
  void theScratchFolderIsInTheWorkingFolder() {
    flags = flags(Map.of(Setting.WORKING_DIR, "/w", Setting.SCRATCH_DIR_NAME, "s"));

    assertThat(devlove().scratch().representationCacheDir()).isEqualTo(Path.of("/w/s/r-cache"));
  }

  @Test
  void theFileGivesWhatItCan() {
    file =
        SettingsLayer.of(
            new SiteConfig(
                List.of(),
                OptionalLong.of(9),
                Optional.of(URI.create("redis://a")),
                List.of(AddressRange.parse("10.0.0.0/8").orElseThrow()),
                Optional.of(Duration.ofSeconds(7)),
                OptionalLong.of(5)));
    ServerSettings settings = devlove();

    assertThat(settings.redis()).contains(URI.create("redis://a"));
    assertThat(settings.trustedProxies()).hasSize(1);
    assertThat(settings.encodeWait()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.scratch().cacheSize()).isEqualTo(5);
  }

  private ServerSettings devlove() {
    return from(ServerMode.DEVLOVE).found().orElseThrow();
  }

  private String contradiction() {
    TextReading<ServerSettings> reading = from(ServerMode.SERVE);
    assertThat(reading).isInstanceOf(TextReading.Misread.class);
    return ((TextReading.Misread<ServerSettings>) reading).sentence();
  }

  private TextReading<ServerSettings> from(ServerMode mode) {
    return ServerSettings.from(mode, SITE, new LayeredSettings(flags, environment, file));
  }

  private static SettingsLayer fileWithMaxAge(long seconds) {
    return SettingsLayer.of(
        new SiteConfig(
            List.of(),
            OptionalLong.of(seconds),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            OptionalLong.empty()));
  }

  private static SettingsLayer flags(Map<Setting<?>, String> texts) {
    return ((SettingsLayer.Reading.Understood) SettingsLayer.ofFlags(texts)).layer();
  }

  private static SettingsLayer environment(Map<String, String> variables) {
    return ((SettingsLayer.Reading.Understood) SettingsLayer.ofEnvironment(variables)).layer();
  }
}
