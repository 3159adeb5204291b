package dev.margay.devtools.authority;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The login keychain of a macOS user, which Safari, Chrome and curl read; changed with {@code
 * security}, which asks for the user's password. Written from the manual of that program ({@code
 * man security}); not run on macOS.
 */
final class MacStore implements TrustStore {
  private final Desk desk;

  MacStore(Desk desk) {
    this.desk = desk;
  }

  @Override
  public String name() {
    return "keychain";
  }

  @Override
  public StoreAnswer look(LocalAuthority authority) {
    Optional<Path> security = desk.program("security");
    if (security.isEmpty()) {
      return StoreAnswer.noStore("the program security was not found");
    }
    Program.Ending ending =
        run(
            security.get(),
            List.of(
                "verify-cert", "-l", "-p", "ssl", "-c", authority.certificateFile().toString()));
    return ending.well() ? StoreAnswer.trusted(keychain()) : StoreAnswer.absent("");
  }

  @Override
  public StoreAnswer trust(LocalAuthority authority) {
    StoreAnswer before = look(authority);
    return before.standing() == StoreAnswer.Standing.ABSENT
        ? change(
            List.of(
                "add-trusted-cert",
                "-r",
                "trustRoot",
                "-p",
                "ssl",
                "-k",
                keychain(),
                authority.certificateFile().toString()),
            StoreAnswer.trusted("added to " + keychain()))
        : before;
  }

  @Override
  public StoreAnswer untrust(LocalAuthority authority) {
    StoreAnswer before = look(authority);
    return before.standing() == StoreAnswer.Standing.TRUSTED
        ? change(
            List.of("delete-certificate", "-t", "-c", authority.name(), keychain()),
            StoreAnswer.absent("removed from " + keychain()))
        : before;
  }

  private StoreAnswer change(List<String> arguments, StoreAnswer done) {
    Program.Ending ending = run(desk.program("security").orElseThrow(), arguments);
    return ending.well()
        ? done
        : StoreAnswer.byHand(
            "security refused: " + ending.complaint(),
            "security '" + String.join("' '", arguments) + "'");
  }

  private Program.Ending run(Path security, List<String> arguments) {
    return new Program(security, desk.environment()).run(arguments.toArray(String[]::new));
  }

  private String keychain() {
    return desk.home().resolve("Library/Keychains/login.keychain-db").toString();
  }
}
