package dev.margay.devtools.authority;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The root store of a Windows user, which Edge, Chrome and .NET read; changed with Windows' own
 * {@code certutil}, which asks the user. Written from its documentation (Microsoft Learn, certutil:
 * -addstore, -delstore, -verifystore, -user); not run on Windows.
 */
final class WindowsStore implements TrustStore {
  private final Desk desk;

  WindowsStore(Desk desk) {
    this.desk = desk;
  }

  @Override
  public String name() {
    return "windows";
  }

  @Override
  public StoreAnswer look(LocalAuthority authority) {
    Optional<Path> certutil = desk.program("certutil");
    if (certutil.isEmpty()) {
      return StoreAnswer.noStore("certutil was not found");
    }
    return run(certutil.get(), List.of("-user", "-verifystore", "Root", serial(authority))).well()
        ? StoreAnswer.trusted("the user's Root store")
        : StoreAnswer.absent("");
  }

  @Override
  public StoreAnswer trust(LocalAuthority authority) {
    StoreAnswer before = look(authority);
    return before.standing() == StoreAnswer.Standing.ABSENT
        ? change(
            List.of("-user", "-addstore", "Root", authority.certificateFile().toString()),
            StoreAnswer.trusted("added to the user's Root store"))
        : before;
  }

  @Override
  public StoreAnswer untrust(LocalAuthority authority) {
    StoreAnswer before = look(authority);
    return before.standing() == StoreAnswer.Standing.TRUSTED
        ? change(
            List.of("-user", "-delstore", "Root", serial(authority)),
            StoreAnswer.absent("removed from the user's Root store"))
        : before;
  }

  private StoreAnswer change(List<String> arguments, StoreAnswer done) {
    Program.Ending ending = run(desk.program("certutil").orElseThrow(), arguments);
    return ending.well()
        ? done
        : StoreAnswer.byHand(
            "certutil refused: " + ending.complaint(),
            "certutil \"" + String.join("\" \"", arguments) + "\"");
  }

  private Program.Ending run(Path certutil, List<String> arguments) {
    return new Program(certutil, desk.environment()).run(arguments.toArray(String[]::new));
  }

  private static String serial(LocalAuthority authority) {
    return authority.certificate().getSerialNumber().toString(16);
  }
}
