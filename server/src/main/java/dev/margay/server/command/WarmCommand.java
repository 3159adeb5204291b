package dev.margay.server.command;

import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.eviction.Evictor;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.StartFailure;
import dev.margay.server.Warming;
import dev.margay.server.config.ScratchSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.Setting;
import dev.margay.server.config.SiteFolder;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;

/** {@code margay warm}: computes every representation now. */
@CommandLine.Command(
    name = "warm",
    description = "Compute every representation of every asset now.",
    mixinStandardHelpOptions = true)
public final class WarmCommand extends SiteCommand {
  @Override
  protected List<Setting<?>> settings() {
    return List.of(
        Setting.CONFIG,
        Setting.WORKING_DIR,
        Setting.SCRATCH_DIR_NAME,
        Setting.CACHE_SIZE,
        Setting.REDIS);
  }

  @Override
  public Integer call() throws StartFailure {
    SiteFolder folder = readFolder();
    Site site = readSite(folder, List.of());
    ServerSettings settings = readSettings(ServerMode.DEVLOVE, folder);
    ScratchSettings scratch = settings.scratch();
    ProgressBar bar = new ProgressBar(System.err, "representations");
    try (RepresentationCache cache = MargayServer.representationCache(scratch, settings.redis());
        Evictor evictor = MargayServer.evictor(cache.store(), scratch)) {
      evictor.start();
      Warming warming = new Warming(cache, scratch, site);
      Warming.Result result = warming.run(bar::expect, bar::step);
      bar.close();
      System.out.printf(
          "%d files (%s), %d representations ready, %d made now, %d not worth keeping, %d failed%n",
          result.files(),
          ByteCount.format(result.fileBytes()),
          result.ready(),
          result.made(),
          result.notSmaller(),
          result.failed());
      result
          .savings()
          .forEach(
              (coding, saving) ->
                  System.out.printf(
                      "%-8s %s instead of %s%n",
                      coding.token(),
                      ByteCount.format(saving.coded()),
                      ByteCount.format(saving.plain())));
      return result.failed() == 0 ? Main.OK : Main.MISTAKES;
    } catch (IOException e) {
      throw new StartFailure("the site cannot be read: " + e);
    }
  }
}
