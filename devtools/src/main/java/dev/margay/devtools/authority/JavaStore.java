package dev.margay.devtools.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The authorities that Java programs trust: the file {@code cacerts} of {@code JAVA_HOME}, or else
 * of the Java that runs this. It is changed with that Java's {@code keytool}.
 */
final class JavaStore implements TrustStore {
  /** Every JDK's; it guards nothing, as the file holds no secret. */
  private static final String PASSWORD = "changeit";

  private final Desk desk;
  private final Path home;

  JavaStore(Desk desk) {
    this.desk = desk;
    this.home =
        Path.of(desk.variable("JAVA_HOME").orElseGet(() -> System.getProperty("java.home")));
  }

  @Override
  public String name() {
    return "java";
  }

  @Override
  public StoreAnswer look(LocalAuthority authority) {
    Path file = file();
    if (!Files.isRegularFile(file)) {
      return StoreAnswer.noStore(file + " is not there");
    }
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      Certificate kept = store.getCertificate(authority.slug());
      return authority.certificate().equals(kept)
          ? StoreAnswer.trusted(file.toString())
          : StoreAnswer.absent("");
    } catch (IOException | GeneralSecurityException e) {
      return StoreAnswer.byHand(
          file + " cannot be read: " + e.getMessage(), hand(putIn(authority)));
    }
  }

  @Override
  public StoreAnswer trust(LocalAuthority authority) {
    StoreAnswer before = look(authority);
    return before.standing() == StoreAnswer.Standing.ABSENT
        ? change(authority, putIn(authority), StoreAnswer.Standing.TRUSTED, "added to ")
        : before;
  }

  @Override
  public StoreAnswer untrust(LocalAuthority authority) {
    StoreAnswer before = look(authority);
    return before.standing() == StoreAnswer.Standing.TRUSTED
        ? change(authority, takeOut(authority), StoreAnswer.Standing.ABSENT, "removed from ")
        : before;
  }

  private StoreAnswer change(
      LocalAuthority authority,
      List<String> arguments,
      StoreAnswer.Standing wanted,
      String happened) {
    Optional<Path> keytool = keytool();
    if (keytool.isEmpty()) {
      return StoreAnswer.byHand("keytool is missing", hand(arguments));
    }
    if (!Files.isWritable(file())) {
      return StoreAnswer.byHand("this needs root", hand(arguments));
    }
    Program.Ending ending =
        new Program(keytool.get(), desk.environment()).run(arguments.toArray(String[]::new));
    return ending.well() && look(authority).standing() == wanted
        ? new StoreAnswer(wanted, happened + file())
        : StoreAnswer.byHand("keytool refused: " + ending.complaint(), hand(arguments));
  }

  private List<String> putIn(LocalAuthority authority) {
    return List.of(
        "-importcert",
        "-noprompt",
        "-keystore",
        file().toString(),
        "-storepass",
        PASSWORD,
        "-alias",
        authority.slug(),
        "-file",
        authority.certificateFile().toString());
  }

  private List<String> takeOut(LocalAuthority authority) {
    return List.of(
        "-delete",
        "-keystore",
        file().toString(),
        "-storepass",
        PASSWORD,
        "-alias",
        authority.slug());
  }

  private static String hand(List<String> arguments) {
    StringBuilder command = new StringBuilder("sudo keytool");
    for (String argument : arguments) {
      command.append(' ').append(argument.contains("/") ? "'" + argument + "'" : argument);
    }
    return command.toString();
  }

  private Path file() {
    Path newer = home.resolve("lib/security/cacerts");
    Path older = home.resolve("jre/lib/security/cacerts"); // up to Java 8
    return Files.exists(older) && !Files.exists(newer) ? older : newer;
  }

  private Optional<Path> keytool() {
    Path own = home.resolve("bin").resolve("keytool");
    return Files.isExecutable(own) ? Optional.of(own) : desk.program("keytool");
  }
}
