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

/** {@code margay untrust}: takes the local authority out of the trust stores again. */
@CommandLine.Command(
    name = "untrust",
    description = "Take devlove's authority out of the trust stores.",
    mixinStandardHelpOptions = true)
public final class UntrustCommand extends StoresCommand {
  @Override
  public Integer call() throws StartFailure {
    Desk desk = Desk.here();
    try {
      Optional<LocalAuthority> authority =
          LocalAuthority.find(desk.authorityFolder(), Instant.now());
      if (authority.isPresent()) {
        return ask(desk, Wish.UNTRUST, authority.get());
      }
      System.out.println("There is no local authority; nothing can trust it.");
      return Main.OK;
    } catch (IOException e) {
      throw new StartFailure(e.getMessage());
    }
  }
}
