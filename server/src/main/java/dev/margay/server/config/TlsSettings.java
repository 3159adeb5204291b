package dev.margay.server.config;

import java.nio.file.Path;
import java.util.List;

/** How connections are secured. */
public sealed interface TlsSettings {

  /** With a certificate from files. They have not been looked at: {@link CertificateFiles} does. */
  record FromFiles(Path certificate, Path key) implements TlsSettings {}

  /** Not at all: h2c and HTTP/1.1, for use behind a TLS terminator. */
  record Cleartext() implements TlsSettings {}

  /** With certificates of the local authority, because no others were given; devlove only. */
  record LocalAuthority() implements TlsSettings {}

  /** What {@code settings} ask for, or one sentence on why that cannot be. */
  static TextReading<TlsSettings> of(ServerMode mode, LayeredSettings settings) {
    boolean allowed = settings.get(Setting.CLEARTEXT, true);
    for (SettingsLayer layer : settings.strongestFirst()) {
      boolean cleartext = allowed && layer.get(Setting.CLEARTEXT).orElse(false);
      boolean files =
          layer.get(Setting.TLS_CERT).isPresent() || layer.get(Setting.TLS_KEY).isPresent();
      if (cleartext && files) {
        return TextReading.misread(
            "--cleartext and --tls-cert or --tls-key exclude each other", "give only one of them");
      }
      // A stronger layer's choice also beats a weaker layer's other choice: an image that sets
      // MARGAY_CLEARTEXT can still be started with a certificate.
      if (cleartext) {
        return TextReading.understood(new Cleartext());
      }
      if (files) {
        return fromFiles(settings);
      }
    }
    return mode == ServerMode.DEVLOVE
        ? TextReading.understood(new LocalAuthority())
        : TextReading.misread(
            "serve has no certificate",
            "give --tls-cert and --tls-key, or --cleartext behind a TLS terminator");
  }

  private static TextReading<TlsSettings> fromFiles(LayeredSettings settings) {
    List<Path> files =
        List.of(Setting.TLS_CERT, Setting.TLS_KEY).stream()
            .flatMap(setting -> settings.get(setting).stream())
            .toList();
    if (files.size() == 2) {
      return TextReading.understood(new FromFiles(files.get(0), files.get(1)));
    }
    boolean hasCertificate = settings.get(Setting.TLS_CERT).isPresent();
    Setting<Path> given = hasCertificate ? Setting.TLS_CERT : Setting.TLS_KEY;
    Setting<Path> missing = hasCertificate ? Setting.TLS_KEY : Setting.TLS_CERT;
    return TextReading.misread(
        given.flag() + " is given without " + missing.flag(), "give both, or neither");
  }
}
