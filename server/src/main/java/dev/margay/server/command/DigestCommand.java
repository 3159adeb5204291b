package dev.margay.server.command;

import dev.margay.rcache.store.SourceFile;
import dev.margay.server.Site;
import dev.margay.server.SiteFiles;
import dev.margay.server.StartFailure;
import dev.margay.server.config.ScratchSettings;
import dev.margay.server.config.SiteFolder;
import dev.margay.server.visitor.AssetKey;
import dev.margay.server.visitor.CacheDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;

/** {@code margay digest COOKIE}: says what a {@code sc1cdig} cookie holds. */
@CommandLine.Command(
    name = "digest",
    description = "Say what a sc1cdig cookie holds, and with --site which assets it claims.",
    mixinStandardHelpOptions = true)
public final class DigestCommand implements Command {
  private static final double PERCENT = 100;

  @CommandLine.Parameters(paramLabel = "COOKIE", description = "the cookie's value")
  private String cookie;

  @CommandLine.Option(names = "--site", paramLabel = "SITE", description = "the site's folder")
  private Path folder;

  @Override
  public Integer call() throws StartFailure {
    Optional<CacheDigest> digest = CacheDigest.decode(cookie);
    if (digest.isEmpty()) {
      System.err.println("margay: this is no cache digest; a server takes it as if there was none");
      return Main.MISTAKES;
    }
    describe(digest.get());
    if (folder != null) {
      listClaims(digest.get());
    }
    return Main.OK;
  }

  private static void describe(CacheDigest digest) {
    System.out.printf(
        Locale.ROOT,
        "%d assets in %d bits; another asset is taken for one of them with a chance of %.2f %%%n",
        digest.size(),
        digest.bits(),
        PERCENT * digest.size() / CacheDigest.UNIVERSE);
  }

  /** Files under their own path; a URL with a query has another key, which only its asker knows. */
  private void listClaims(CacheDigest digest) throws StartFailure {
    SiteFolder read = SiteFolder.look(folder, Optional.empty());
    if (read instanceof SiteFolder.Mistaken mistaken) {
      throw new StartFailure(SiteCommand.lines(mistaken.mistakes()));
    }
    Path scratch = folder.resolve(ScratchSettings.DEFAULT_DIR_NAME);
    try {
      for (SiteFiles.Listed file : new SiteFiles(Site.of(read, List.of()), scratch).list()) {
        AssetKey key = AssetKey.of(file.path(), SourceFile.hash(file.file()).content());
        if (digest.has(key.inDigest())) {
          System.out.println(file.path());
        }
      }
    } catch (IOException e) {
      throw new StartFailure(folder + " cannot be read: " + e.getMessage());
    }
  }
}
