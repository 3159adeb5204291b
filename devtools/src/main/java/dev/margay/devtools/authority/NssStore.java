package dev.margay.devtools.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One database of the library NSS: Chromium has one for each user, Firefox one for each profile.
 * They are changed with {@code certutil}.
 */
final class NssStore implements TrustStore {
  /** Whether a database that is not there is to be made, or else left to its program. */
  enum WhenMissing {
    /** Chromium reads the user's database once there is one. */
    MAKE,
    /** A profile belongs to its program. */
    LEAVE
  }

  /** Trusted to say who a server is, and for nothing else (certutil: -t). */
  private static final String SERVERS_ONLY = "C,,";

  private static final String INSTALL = "apt-get install libnss3-tools (nss-tools, nss elsewhere)";

  private final Desk desk;
  private final String name;
  private final Path folder;
  private final WhenMissing whenMissing;

  NssStore(Desk desk, String name, Path folder, WhenMissing whenMissing) {
    this.desk = desk;
    this.name = name;
    this.folder = folder;
    this.whenMissing = whenMissing;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public StoreAnswer look(LocalAuthority authority) {
    if (!isThere()) {
      return whenMissing == WhenMissing.MAKE
          ? StoreAnswer.absent("")
          : StoreAnswer.noStore(folder + " has no database");
    }
    Optional<Path> certutil = desk.program("certutil");
    if (certutil.isEmpty()) {
      return StoreAnswer.byHand("certutil is missing", INSTALL + ", then margay trust");
    }
    return isTrusted(new Program(certutil.get(), desk.environment()), authority)
        ? StoreAnswer.trusted(folder.toString())
        : StoreAnswer.absent("");
  }

  @Override
  public StoreAnswer trust(LocalAuthority authority) {
    StoreAnswer before = look(authority);
    if (before.standing() != StoreAnswer.Standing.ABSENT) {
      return before;
    }
    Optional<Path> program = desk.program("certutil");
    if (program.isEmpty()) {
      return StoreAnswer.byHand("certutil is missing", INSTALL + ", then margay trust");
    }
    Program certutil = new Program(program.get(), desk.environment());
    try {
      if (!isThere()) {
        Files.createDirectories(folder);
        certutil.run("-N", "-d", database(), "--empty-password");
      }
    } catch (IOException e) {
      return StoreAnswer.byHand(folder + " cannot be made", "make it, then margay trust");
    }
    String file = authority.certificateFile().toString();
    Program.Ending ending =
        certutil.run(
            "-A", "-d", database(), "-n", authority.name(), "-t", SERVERS_ONLY, "-i", file);
    return ending.well() && isTrusted(certutil, authority)
        ? StoreAnswer.trusted("added to " + folder)
        : StoreAnswer.byHand(
            "certutil refused: " + ending.complaint(),
            "import %s in the browser's settings, under Certificates, Authorities".formatted(file));
  }

  @Override
  public StoreAnswer untrust(LocalAuthority authority) {
    StoreAnswer before = look(authority);
    if (before.standing() != StoreAnswer.Standing.TRUSTED) {
      return before;
    }
    Program certutil = new Program(desk.program("certutil").orElseThrow(), desk.environment());
    Program.Ending ending = certutil.run("-D", "-d", database(), "-n", authority.name());
    return ending.well()
        ? StoreAnswer.absent("removed from " + folder)
        : StoreAnswer.byHand(
            "certutil refused: " + ending.complaint(),
            "delete \"%s\" in the browser's settings, under Certificates, Authorities"
                .formatted(authority.name()));
  }

  private boolean isTrusted(Program certutil, LocalAuthority authority) {
    return certutil
        .run("-L", "-d", database())
        .output()
        .lines()
        .anyMatch(line -> line.startsWith(authority.name() + " ") && line.strip().endsWith("C,,"));
  }

  private boolean isThere() {
    return Files.exists(folder.resolve("cert9.db"));
  }

  private String database() {
    return "sql:" + folder;
  }
}
