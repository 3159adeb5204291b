package dev.margay.server.command;

import dev.margay.server.PushListCheck;
import dev.margay.server.StartFailure;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.Setting;
import dev.margay.server.config.SiteFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** {@code margay check}: reads all that a person wrote and reports every mistake. */
@CommandLine.Command(
    name = "check",
    description = {
      "Read the configuration and the push lists, and report every mistake, with its line and a",
      "remedy."
    },
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
    PushListCheck.Result pushLists = pushLists(folder);
    if (!pushLists.mistakes().isEmpty()) {
      System.err.println(lines(pushLists.mistakes()));
      return Main.MISTAKES;
    }
    String lists = pushLists.lists() == 0 ? "" : " " + pushLists.lists() + " push list(s).";
    System.out.println(
        (folder instanceof SiteFolder.Configured configured
                ? "No mistakes: " + configured.config().domains().size() + " static domain(s)."
                : "No mistakes: " + folder() + " has no margay.yaml and is served as one site.")
            + lists);
    return Main.OK;
  }

  private PushListCheck.Result pushLists(SiteFolder folder) throws StartFailure {
    Path scratch = readSettings(ServerMode.DEVLOVE, folder).scratch().scratchDir();
    try {
      return new PushListCheck(readSite(folder, List.of()), scratch).run();
    } catch (IOException e) {
      throw new StartFailure("the site cannot be read: " + e);
    }
  }
}
