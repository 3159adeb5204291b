package dev.margay.server.command;

import dev.margay.server.StartFailure;
import dev.margay.server.config.Setting;
import dev.margay.server.config.SiteFolder;
import java.util.List;
import picocli.CommandLine;

/** {@code margay check}: reads all that a person wrote and reports every mistake. */
@CommandLine.Command(
    name = "check",
    description = "Read the configuration and report every mistake, with its line and a remedy.",
    mixinStandardHelpOptions = true)
public final class CheckCommand extends SiteCommand {
  @Override
  protected List<Setting<?>> settings() {
    return List.of(Setting.CONFIG);
  }

  @Override
  public Integer call() throws StartFailure {
    SiteFolder folder = readFolder();
    if (folder instanceof SiteFolder.Mistaken mistaken) {
      System.err.println(lines(mistaken.mistakes()));
      return Main.MISTAKES;
    }
    System.out.println(
        folder instanceof SiteFolder.Configured configured
            ? "No mistakes: " + configured.config().domains().size() + " static domain(s)."
            : "No mistakes: " + folder() + " has no margay.yaml and is served as one site.");
    return Main.OK;
  }
}
