package dev.margay.devtools.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The store of a Linux system, which curl, wget, git and most languages read: a file in the folder
 * for the administrator's authorities, and the distribution's program that gathers them. Both need
 * root.
 */
final class SystemStore implements TrustStore {
  /** Where each family of distributions has it, and what gathers it. */
  private record Custom(String folder, String program, List<String> arguments) {
    String command() {
      return program + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments));
    }
  }

  private static final List<Custom> CUSTOMS =
      List.of(
          new Custom("etc/pki/ca-trust/source/anchors", "update-ca-trust", List.of("extract")),
          new Custom("usr/local/share/ca-certificates", "update-ca-certificates", List.of()),
          new Custom("usr/share/pki/trust/anchors", "update-ca-certificates", List.of()),
          new Custom(
              "etc/ca-certificates/trust-source/anchors", "trust", List.of("extract-compat")));

  private final Desk desk;

  SystemStore(Desk desk) {
    this.desk = desk;
  }

  @Override
  public String name() {
    return "system";
  }

  @Override
  public StoreAnswer look(LocalAuthority authority) {
    Optional<Custom> custom = custom();
    if (custom.isEmpty()) {
      return StoreAnswer.noStore("neither update-ca-certificates nor update-ca-trust was found");
    }
    Path file = file(custom.get(), authority);
    return holds(file, authority) ? StoreAnswer.trusted(file.toString()) : StoreAnswer.absent("");
  }

  @Override
  public StoreAnswer trust(LocalAuthority authority) {
    StoreAnswer before = look(authority);
    if (before.standing() != StoreAnswer.Standing.ABSENT) {
      return before;
    }
    Custom custom = custom().orElseThrow();
    Path file = file(custom, authority);
    String hand =
        "sudo install -m 644 '%s' '%s' && sudo %s"
            .formatted(authority.certificateFile(), file, custom.command());
    try {
      Files.copy(authority.certificateFile(), file, StandardCopyOption.REPLACE_EXISTING);
      file.toFile().setReadable(true, false);
    } catch (IOException e) {
      return StoreAnswer.byHand("this needs root", hand);
    }
    Program.Ending ending = gather(custom);
    if (!ending.well()) {
      return StoreAnswer.byHand(custom.program() + " failed: " + ending.complaint(), hand);
    }
    return StoreAnswer.trusted("added " + file);
  }

  @Override
  public StoreAnswer untrust(LocalAuthority authority) {
    StoreAnswer before = look(authority);
    if (before.standing() != StoreAnswer.Standing.TRUSTED) {
      return before;
    }
    Custom custom = custom().orElseThrow();
    Path file = file(custom, authority);
    String hand = "sudo rm '%s' && sudo %s".formatted(file, custom.command());
    try {
      Files.delete(file);
    } catch (IOException e) {
      return StoreAnswer.byHand("this needs root", hand);
    }
    Program.Ending ending = gather(custom);
    return ending.well()
        ? StoreAnswer.absent("removed " + file)
        : StoreAnswer.byHand(custom.program() + " failed: " + ending.complaint(), hand);
  }

  private Program.Ending gather(Custom custom) {
    return new Program(desk.program(custom.program()).orElseThrow(), desk.environment())
        .run(custom.arguments().toArray(String[]::new));
  }

  private Optional<Custom> custom() {
    return CUSTOMS.stream()
        .filter(custom -> Files.isDirectory(desk.place(custom.folder())))
        .filter(custom -> desk.program(custom.program()).isPresent())
        .findFirst();
  }

  private Path file(Custom custom, LocalAuthority authority) {
    return desk.place(custom.folder()).resolve(authority.slug() + ".crt");
  }

  private static boolean holds(Path file, LocalAuthority authority) {
    try {
      return Files.readString(file).equals(PemText.of(authority.certificate()));
    } catch (IOException e) {
      return false;
    }
  }
}
