package dev.margay.devtools;

import dev.margay.devtools.authority.Desk;
import dev.margay.devtools.authority.LocalAuthority;
import dev.margay.devtools.authority.TrustStores.Wish;
import dev.margay.server.StartFailure;
import dev.margay.server.command.Main;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine;

/** {@code margay trust}: puts the local authority into the trust stores. */
@CommandLine.Command(
    name = "trust",
    description = "Have browsers, curl and Java trust devlove's certificates.",
    mixinStandardHelpOptions = true)
public final class TrustCommand extends StoresCommand {
  @CommandLine.Option(names = "--status", description = "only say how things stand")
  private boolean status;

  @Override
  public Integer call() throws StartFailure {
    Desk desk = Desk.here();
    try {
      if (!status) {
        return ask(desk, Wish.TRUST, LocalAuthority.in(desk.authorityFolder(), Instant.now()));
      }
      Optional<LocalAuthority> authority =
          LocalAuthority.find(desk.authorityFolder(), Instant.now());
      if (authority.isPresent()) {
        return ask(desk, Wish.LOOK, authority.get());
      }
      System.out.println("There is no local authority yet; margay trust makes one.");
      return Main.MISTAKES;
    } catch (IOException e) {
      throw new StartFailure(e.getMessage());
    }
  }
}
