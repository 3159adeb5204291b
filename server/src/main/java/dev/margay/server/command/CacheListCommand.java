package dev.margay.server.command;

import dev.margay.server.StartFailure;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.Setting;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine;

/** {@code margay cache ls}: each file of the representation cache, by name. */
@CommandLine.Command(
    name = "ls",
    description = "List what is in the representation cache: size, and name by content.",
    mixinStandardHelpOptions = true)
public final class CacheListCommand extends SiteCommand {
  @Override
  protected List<Setting<?>> settings() {
    return List.of(Setting.CONFIG, Setting.WORKING_DIR, Setting.SCRATCH_DIR_NAME);
  }

  @Override
  public Integer call() throws StartFailure {
    TreeMap<String, Long> entries = new TreeMap<>();
    try {
      CacheFolder.of(readSettings(ServerMode.DEVLOVE, readFolder()).scratch())
          .forEach(entry -> entries.put(entry.name(), entry.size()));
    } catch (IOException e) {
      throw new StartFailure("the representation cache cannot be read: " + e.getMessage());
    }
    entries.forEach((name, size) -> System.out.printf("%12d  %s%n", size, name));
    return Main.OK;
  }
}
