package dev.margay.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A certificate and its key for a rehearsal, as one PEM file. Every JDK has a program that makes
 * them; made in the rehearsal itself, what makes certificates would be among the classes of every
 * start.
 */
final class RehearsalIdentity {
  private static final long PATIENCE_SECONDS = 30;
  private static final String ALIAS = "rehearsal";
  private static final String PASSWORD = "rehearsal"; // of a file that lives for some seconds

  /** What an authority's certificates have too; Java has classes of its own for each. */
  private static final List<String> EXTENSIONS =
      List.of(
          "SubjectAlternativeName=DNS:localhost,IP:127.0.0.1",
          "BasicConstraints=ca:false",
          "KeyUsage=digitalSignature",
          "ExtendedKeyUsage=serverAuth",
          "AuthorityInfoAccess=ocsp:URI:http://localhost/",
          "2.5.29.35=30:03:80:01:00"); // AuthorityKeyIdentifier (RFC 5280 §4.2.1.1), of one byte

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8));

  private RehearsalIdentity() {}

  /** Makes one in {@code folder}; none where this Java came without the program, or it fails. */
  static Optional<Path> in(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
    if (!Files.isExecutable(program)) {
      return Optional.empty();
    }
    Path store = folder.resolve("identity.p12");
    if (!generate(program, store)) {
      return Optional.empty();
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return Optional.of(
        Files.writeString(
            folder.resolve("identity.pem"),
            pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded())
                + pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded())));
  }

  /** Whether the program made one in time. */
  private static boolean generate(Path program, Path store)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-alias",
                ALIAS,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    EXTENSIONS.forEach(extension -> command.addAll(List.of("-ext", extension)));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      keytool.destroyForcibly();
      return false;
    }
    return keytool.exitValue() == 0;
  }

  private static String pem(String label, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %1$s-----%n"
        .formatted(label, LINES.encodeToString(content));
  }
}
