package dev.margay.server.command;

import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.ContentStore.Entry;
import dev.margay.rcache.store.Proof;
import dev.margay.server.StartFailure;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.Setting;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** {@code margay cache verify}: proves each file of the representation cache against its hashes. */
@CommandLine.Command(
    name = "verify",
    description = {
      "Prove each file of the representation cache against its hashes.",
      "Names each bad one; the exit status is 1 if there is one. Servers may run meanwhile."
    },
    mixinStandardHelpOptions = true)
public final class CacheVerifyCommand extends SiteCommand {
  @CommandLine.Option(
      names = "--repair",
      description = "remove the bad ones, to be made again when they are asked for")
  private boolean repair;

  private final Map<Proof, Long> files = new EnumMap<>(Proof.class);
  private long bytes;
  private long removed;

  @Override
  protected List<Setting<?>> settings() {
    return List.of(Setting.CONFIG, Setting.WORKING_DIR, Setting.SCRATCH_DIR_NAME);
  }

  @Override
  public Integer call() throws StartFailure {
    ContentStore store = CacheFolder.of(readSettings(ServerMode.DEVLOVE, readFolder()).scratch());
    ProgressBar bar = new ProgressBar(System.err, "files");
    try {
      store.forEach(entry -> bar.expect(1));
      store.forEach(
          entry -> {
            prove(store, entry, bar);
            bar.step();
          });
    } catch (IOException e) {
      throw new StartFailure("the representation cache cannot be read: " + e.getMessage());
    }
    bar.close();
    return summary();
  }

  private void prove(ContentStore store, Entry entry, ProgressBar bar) {
    Proof proof = store.prove(entry);
    files.merge(proof, 1L, Long::sum);
    bytes += proof == Proof.SOUND ? entry.size() : 0;
    if (proof == Proof.SOUND || proof == Proof.GONE) {
      return;
    }
    bar.clear();
    boolean gone = repair && store.remove(entry);
    removed += gone ? 1 : 0;
    System.out.printf("%s  %s%s%n", entry.file(), sentence(proof), gone ? "; removed" : "");
  }

  private static String sentence(Proof proof) {
    return switch (proof) {
      case DAMAGED -> "was cut or altered";
      case UNREADABLE -> "cannot be read";
      default -> "is no cache entry";
    };
  }

  private int summary() {
    long sound = files.getOrDefault(Proof.SOUND, 0L);
    long bad =
        files.values().stream().mapToLong(count -> count).sum()
            - sound
            - files.getOrDefault(Proof.GONE, 0L);
    System.out.printf(
        "%d files (%s) are what they say; %d are not%s%n",
        sound, ByteCount.format(bytes), bad, repair ? ", " + removed + " removed" : "");
    return bad == 0 ? Main.OK : Main.MISTAKES;
  }
}
